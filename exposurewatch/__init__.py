"""Find out whether your pictures circulate, without ever uploading one."""

__version__ = "0.1.0"
