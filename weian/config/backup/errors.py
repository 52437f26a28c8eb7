"""What can go wrong with an archive."""


class BackupError(RuntimeError):
    """The backup could not be taken or brought back; the message is for the person at the keyboard."""
