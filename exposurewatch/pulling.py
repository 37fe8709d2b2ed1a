"""Use case 3: feeds are read on from where they were left, and what is new in them is compared with the photos."""
