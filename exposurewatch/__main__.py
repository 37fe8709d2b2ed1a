"""Where the program starts, as ``exposurewatch`` or as ``python -m exposurewatch``."""

from exposurewatch.cli.main import main

if __name__ == "__main__":
    main()
