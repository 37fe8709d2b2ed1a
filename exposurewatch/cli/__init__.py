"""The command line: arguments become one call, and what it returns is shown. Nothing is decided here."""
