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


class IncomingFile(TemporaryUploadedFile):
    """Django's temporary uploaded file, in a folder that is known only at run time."""

    def __init__(self, handler: FileUploadHandler) -> None:
        spool = tempfile.NamedTemporaryFile(dir=process_folder(), suffix=".upload")  # noqa: SIM115
        UploadedFile.__init__(
            self,
            spool,
            handler.file_name,
            handler.content_type,
            0,
            handler.charset,
            handler.content_type_extra,
        )


class IncomingUploadHandler(TemporaryFileUploadHandler):
    chunk_size = 1024 * 1024  # fewer, larger writes than Django's 64 KB

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = IncomingFile(self)
