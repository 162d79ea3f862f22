"""Files that are too heavy are not kept while they come in: neither in memory nor on the disk."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class LightFilesOnly(FileUploadHandler):
    """Stops keeping a file once it weighs too much, or at once when the whole request does; the words of the form stay.

    The rest of such a file is read and thrown away: a server that hangs up leaves the person before a blank page instead
    of the sentence that says what to do. `too_heavy` holds the names of the fields and of the files.
    """

    def __init__(self, request: Any, *, most: int, most_in_all: int) -> None:
        super().__init__(request)
        self.most, self.most_in_all = most, most_in_all
        self.is_too_much = False
        self.too_heavy: dict[str, str] = {}

    def handle_raw_input(
        self, input_data: Any, meta: dict[str, Any], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Look at the weight that the browser announces."""
        self.is_too_much = content_length > self.most_in_all

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuse the file before its first byte when the request is too heavy as a whole."""
        super().new_file(*args, **kwargs)
        if self.is_too_much:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand on what is light enough to those who keep it."""
        if start + len(raw_data) > self.most:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keep nothing here."""

    def _refuse(self) -> None:
        self.too_heavy[str(self.field_name)] = str(self.file_name)
        raise SkipFile


def keep_light_files(request: Any, *, most: int, most_in_all: int) -> LightFilesOnly:
    """Watch over the files of a request, before its form is read; return who watches."""
    watch = LightFilesOnly(request, most=most, most_in_all=most_in_all)
    request.upload_handlers.insert(0, watch)
    return watch
