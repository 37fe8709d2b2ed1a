"""Figures, not tests: each module prints a table when it is run, and fails nothing."""

import os

# As in the workers: one thread each, or what a stage costs would depend on what else the machine is doing.
for _setting in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_setting, "1")
