"""Opens archives in worker processes that may die: what is in them is listed and read, and nothing is ever extracted.

An archive has a worker while it is read, which knows its format and gets its bytes from the parent, piece by piece,
wherever the format wants to look. The worker says which files there are, each with a *token* by which it finds the file
again, and unpacks the ones that are asked for. Everything that it says is hostile, as the archive itself is: the parent
decides which names may be followed.

`archive` is what a format has to provide, `job` what a worker does with one, and `reader` the archive as the parent
sees it.
"""
