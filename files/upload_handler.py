"""Spools an uploaded file into this process's folder, on the disk where it will stay.

There, becoming a session is a rename instead of a copy, and a half upload of a process that died
is known to be orphaned (see config.liveness).
"""

from __future__ import annotations

import tempfile
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler

from config.liveness import process_folder

UPLOAD_KEY = "upload"
"""Where an ASGI scope holds the file that was taken out of the body; None for a form without one."""


class IncomingFile(TemporaryUploadedFile):
    """Django's temporary uploaded file, in a folder that is known only at run time."""

    def __init__(self, name: str, content_type: str | None = None) -> None:
        spool = tempfile.NamedTemporaryFile(dir=process_folder(), suffix=".upload")  # noqa: SIM115
        UploadedFile.__init__(self, spool, name, content_type, 0)


class IncomingUploadHandler(TemporaryFileUploadHandler):
    """For uploads that come without `files.body_gate` in front, as with Django's test client."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = IncomingFile(self.file_name or "", self.content_type)
