"""The words for what an import found: reasons, refusals of files, meanings of columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from .registry import labels as extra_labels
from .registry import sentences as extra_sentences

IN_COLUMN = _("%(column)s: %(sentence)s")

SENTENCES: Mapping[str, Any] = {
    # cells
    "not_available": _("“%(typed)s” means no value; left empty."),
    "too_long": _("The text is longer than %(limit)s characters; only its beginning was kept."),
    "damaged_letters": _("Some letters of “%(typed)s” were damaged in the file."),
    "bad_amount": _("“%(typed)s” is not an amount; left empty."),
    "negative_amount": _("“%(typed)s” is negative; left empty."),
    "absurd_amount": _("“%(typed)s” is not a plausible amount; left empty."),
    "foreign_currency": _("“%(typed)s” is not in Canadian dollars; left empty."),
    "bad_count": _("“%(typed)s” is not a whole number; left empty."),
    "negative_count": _("“%(typed)s” is negative; left empty."),
    "absurd_count": _("“%(typed)s” is not a plausible number of members; left empty."),
    "bad_date": _("“%(typed)s” is not a date; left empty."),
    "undecided_date": _("“%(typed)s” could be day/month or month/day and no cell of the column decides; left empty."),
    "date_without_day": _("“%(typed)s” has no day; left empty."),
    "no_such_date": _("There is no such day as “%(typed)s”; left empty."),
    "absurd_date": _("“%(typed)s” is not a plausible date; left empty."),
    "bad_phone": _("“%(typed)s” is not a telephone number; left empty."),
    "phone_without_area": _("“%(typed)s” lacks its area code; left empty."),
    "bad_email": _("“%(typed)s” is not an e-mail address; left empty."),
    "mended_email": _("“%(typed)s” was read as %(read)s."),
    "bad_postal": _("“%(typed)s” is not a postal code; left empty."),
    "mended_postal": _("“%(typed)s” was read as %(read)s."),
    "bad_yes_no": _("“%(typed)s” is neither yes nor no; left empty."),
    "bad_language": _("“%(typed)s” is not a language of this platform; left empty."),
    "several_people": _("“%(typed)s” names several people; only the first was kept."),
    "bad_person": _("“%(typed)s” is not a person's name; left empty."),
    "formula_text": _("“%(typed)s” is a formula: kept as text, never worked out."),
    "no_period": _("the column says no period (2022-2023, for instance); “%(typed)s” was left aside."),
    "as_above": _("“%(typed)s” says as above: “%(read)s” was read."),
    "nothing_above": _("“%(typed)s” says as above, where nothing is written; left empty."),
    # lines
    "header_line": _("Line of the column headers."),
    "blank_line": _("Blank line."),
    "sheet_left_out": _("The sheet was left out: it is no list of contacts."),
    "title_line": _("Title or note, not a contact."),
    "repeated_header": _("The headers again."),
    "subtotal_line": _("Total or subtotal, not a contact."),
    "no_name": _("The line has no name. Add one in the file, or leave the line out."),
    "unreadable_line": _("Nothing in this line can be read."),
    # comparisons
    "duplicate_line": _("Same subject as %(where)s (likeness %(score)s of 100): %(why)s."),
    "duplicate_contact": _("Probably %(name)s, already recorded (likeness %(score)s of 100): %(why)s."),
    "resembles": _("Resembles %(where)s (%(why)s), but is not decisive."),
    "resembles_contact": _("Resembles %(name)s, already recorded (%(why)s), but is not decisive."),
    "number_taken": _("The number %(number)s already belongs to %(name)s; left empty."),
    "number_twice": _("The number %(number)s already belongs to %(where)s; left empty."),
    "known_by_number": _("Already recorded under this member number."),
    "known_by_import": _("The same line was imported before."),
    "known_contact": _("Already recorded as %(name)s (likeness %(score)s of 100): %(why)s."),
    "second_line_for_contact": _("Another line of this file already speaks of %(name)s."),
    "nothing_new": _("Nothing to change."),
    "changes": _("Will change: %(fields)s."),
}

WHY: Mapping[str, Any] = {
    "same_number": _("same member number"),
    "other_name": _("but another name"),
    "same_name": _("same name"),
    "close_name": _("nearly the same name"),
    "part_name": _("one name is a part of the other"),
    "swapped_name": _("same name, first and last name swapped"),
    "same_email": _("same e-mail"),
    "same_email_tag": _("same e-mail up to its “+” tag"),
    "same_phone": _("same telephone"),
    "same_line": _("same telephone, other extension"),
    "same_postal": _("same postal code"),
    "same_street": _("same street address"),
    "same_city": _("same city"),
    "same_contact": _("same contact person"),
    "same_acronym": _("same acronym"),
}

COLUMN_LABELS: Mapping[str, Any] = {
    "number": _("Member number"),
    "name": _("Name of the organisation"),
    "acronym": _("Acronym"),
    "kind": _("Type of organisation"),
    "central": _("Central (confederation)"),
    "region": _("Region"),
    "count": _("Number of members"),
    "contact": _("Contact person"),
    "contact_first": _("Contact's first name"),
    "contact_last": _("Contact's last name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "full_name": _("Full name"),
    "honorific": _("Form of address"),
    "office": _("Post held"),
    "street": _("Street address"),
    "street_2": _("Street address, second line"),
    "city": _("City"),
    "province": _("Province or state"),
    "country": _("Country"),
    "postal": _("Postal code"),
    "phone": _("Telephone"),
    "mobile": _("Mobile telephone"),
    "extension": _("Telephone extension"),
    "fax": _("Fax (left aside)"),
    "email": _("E-mail"),
    "website": _("Web site"),
    "language": _("Language"),
    "newsletter": _("Receives the newsletter"),
    "do_not_contact": _("Do not contact"),
    "notes": _("Notes"),
}

FILE_SENTENCES: Mapping[str, Any] = {
    "empty_file": _("The file is empty. Save the list again and choose the new file."),
    "file_too_big": _("The file weighs %(size_mb)s MB; the limit is %(limit_mb)s MB. Cut the list in two."),
    "password_protected": _(
        "The file is protected by a password. Open it, remove the password (Save as, without encryption), and try again."
    ),
    "old_excel": _("This is the old Excel format (.xls). Open it and save it as .xlsx or CSV."),
    "not_a_table": _("This file is not a list in CSV or XLSX (%(kind)s). Save the list as .xlsx or CSV."),
    "broken_workbook": _("The workbook is damaged and cannot be opened. Open it in your spreadsheet and save it again."),
    "broken_sheet": _("The sheet “%(sheet)s” is damaged. Open the file in your spreadsheet and save it again."),
    "no_sheet": _("The workbook has no visible sheet."),
    "zip_bomb": _("The file unpacks into far more than a list can hold. It was not opened."),
    "too_many_lines": _("The list has more than %(limit)s lines. Cut it into several files."),
    "too_many_columns": _("The list has more than %(limit)s columns. Remove those that are not needed."),
    "wrong_encoding": _("The file cannot be read as %(encoding)s. Choose another encoding."),
    "unknown_encoding": _("“%(encoding)s” is not an encoding. Choose one of the list."),
    "open_quote": _("A quotation mark opened near line %(line)s is never closed. Correct that line and try again."),
    "no_such_sheet": _("There is no sheet named “%(sheet)s”. The file has: %(sheets)s."),
    "no_such_period": _("“%(period)s” is no period: write two years that follow each other (2022-2023), or one year."),
    "no_such_profile": _("There is no profile named “%(profile)s”. The profiles are: %(profiles)s."),
    "no_such_file": _("There is no file “%(path)s”."),
    "no_name_column": _(
        "No column of the sheet “%(sheet)s” holds names. Say which one does."
    ),
    "nothing_to_read": _("No line of this file is a contact. Check the header line and the columns."),
    "changed_since": _(
        "The member number %(number)s was given to somebody else since the check. Check the list again."
    ),
    "date_order": _(
        "In “%(columns)s”, no cell says whether the day or the month comes first. Say it once (in the command: "
        "--date-order dmy or --date-order mdy)."
    ),
}  # fmt: skip


def sentence(code: str, params: Mapping[str, Any]) -> str:
    """Return a reason in the current language, its column first when it is about a cell."""
    text = SENTENCES.get(code) or extra_sentences().get(code) or code
    values = dict(params)
    if "why" in values:
        values["why"] = listed(WHY.get(word, word) for word in values["why"]) or _t("no detail agrees")
    if "line" in values:
        values["where"] = where(values.get("sheet"), values["line"])
    if "fields" in values:
        values["fields"] = listed(
            COLUMN_LABELS.get(name) or extra_labels().get(name, name) for name in values["fields"]
        )
    said = str(text)
    said = said % values if "%(" in said else said
    if values.get("column"):
        return str(IN_COLUMN) % {"column": values["column"], "sentence": said}
    return said


def where(sheet: str | None, line: int) -> str:
    """Return « line 12 » or « line 12 of the sheet “Individus” »."""
    if sheet:
        return _t("line %(line)s of the sheet “%(sheet)s”") % {"line": line, "sheet": sheet}
    return _t("line %(line)s") % {"line": line}


def listed(parts: Iterable[Any]) -> str:
    """Return the parts with commas between them."""
    return ", ".join(str(part) for part in parts)


def sentences_of(reasons: Iterable[Any]) -> list[str]:
    """Return stored reasons (`[code, params]`) as sentences."""
    return [sentence(code, params) for code, params in reasons]


def column_label(code: str) -> str:
    """Return the name of a column's meaning."""
    if not code:
        return _t("(left aside)")
    return str(COLUMN_LABELS.get(code) or extra_labels().get(code, code))
