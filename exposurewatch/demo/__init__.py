"""A made-up channel to try the program on: pictures that are drawn, never photographs, never of people."""
