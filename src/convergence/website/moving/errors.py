"""Refusals of a move, in words that a person can act on."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError

SENTENCES: dict[str, str | Promise] = {
    "no_such_file": _("There is no file at %(path)s. Check the path, then start again."),
    "no_such_folder": _("There is no folder at %(path)s. Give the folder that holds wp-content/uploads."),
    "empty": _("The file is empty. Export again in WordPress (Tools, Export, All content)."),
    "compressed": _("The file is compressed. Open it first, then give the .xml file that it holds."),
    "web_page": _(
        "The file is a web page, not an export. In WordPress, choose Tools, Export, All content, and give the .xml file that is downloaded."
    ),
    "not_xml": _("The file is no XML. In WordPress, choose Tools, Export, All content, and give the .xml file."),
    "not_wordpress": _(
        "The file is XML, but no WordPress export (WXR). In WordPress, choose Tools, Export, All content."
    ),
    "unknown_version": _("This export is of version %(version)s; versions 1.0, 1.1 and 1.2 are read."),
    "hostile": _(
        "The file declares entities or a document type, which no WordPress export does. It was not opened further."
    ),
    "broken": _(
        "The export is broken at line %(line)s, column %(column)s: it may have been cut short. Export again in WordPress."
    ),
    "too_big": _("The export is too big (200 MB at most). Export it in parts: by year, or by kind of content."),
    "too_many": _("The export holds more than 50 000 items. Export it in parts: by year, or by kind of content."),
    "no_home": _("The public site has no home page yet. Publish it first, then start again."),
    "no_news": _("The public site has no page of news yet to put the posts in. Make it first, then start again."),
    "bad_media": _("The files of the library must come as one .zip file that opens, of the folder wp-content/uploads."),
    "bad_addresses": _("Line %(line)s of the list of addresses is not “old path;short name of the page”."),
    "nothing": _("The export holds no page, post nor file that could be brought."),
}


class MovingRefused(DomainError):
    """The export cannot be brought in; nothing of it was written."""

    code = "moving_refused"
    status = 422

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(SENTENCES[code], **values)
        self.code = code


class WrongStep(DomainError):
    """The move is not at the step that the act needs."""

    code = "moving_wrong_step"
    message = _("This move is no longer at that step. Look at its page and go on from there.")
