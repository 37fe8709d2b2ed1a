"""The promises of privacy, shown on the program as a user runs it: a process of its own, a home folder, a vault."""
