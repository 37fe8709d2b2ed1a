"""The vault: what is remembered between two commands, encrypted, in one folder that only its owner may read."""
