"""Refusals of the activity register."""

from django.utils.translation import gettext_lazy as _

from convergence.core.errors import DomainError


class EndsBeforeItStarts(DomainError):
    """The end comes before the beginning."""

    code = "ends_before_it_starts"
    status = 422
    message = _(
        "The end comes before the beginning. Correct one of the two; what ends after midnight ends on the next day."
    )


class HourWithoutDay(DomainError):
    """An hour needs a day."""

    code = "hour_without_day"
    status = 422
    message = _("An hour needs a whole day: write the date like 2024-05-03, or leave the hour empty.")


class NoSuchHour(DomainError):
    """An hour that the clocks jump over."""

    code = "no_such_hour"
    status = 422
    message = _("That night the clocks are put forward and jump over this hour: it does not exist. Write another one.")


class PartOfAPart(DomainError):
    """A part of an activity has no parts of its own."""

    code = "part_of_a_part"
    message = _("“%(name)s” is itself a part of another activity, or this one has parts: choose the whole.")


class CountedAtItsParts(DomainError):
    """People would be counted at the whole and at its parts (S81)."""

    code = "counted_at_its_parts"
    message = _(
        "Write who was there at its parts: whoever came to a stop of a tour would else be counted twice. A whole with "
        "attendance of its own takes no parts."
    )


class ParentMustAgree(DomainError):
    """The name of a child under 14 (L20)."""

    code = "parent_must_agree"
    status = 422
    message = _(
        "Under 14, a name is written only when a parent agrees: name the parent, or write this person as a number."
    )


class SheetElsewhere(DomainError):
    """The people of this activity sign another sheet."""

    code = "sheet_elsewhere"
    message = _(
        "The people of this training sign the sheet of its session: an activity has one sheet only. Open the request "
        "of the training to print it or to make another."
    )


class SignInShut(DomainError):
    """Nobody signs in at this moment."""

    code = "sign_in_shut"
    message = _(
        "Signing in is open on the day of the activity only. Tell the person who facilitates that you are here."
    )


class WrongWord(DomainError):
    """The word said in the room does not fit."""

    code = "wrong_word"
    status = 422
    message = _("This is not the number said in the room. Ask the person who facilitates.")


class SignInPaused(DomainError):
    """Too many wrong words: somebody guesses."""

    code = "sign_in_paused"
    status = 429
    message = _(
        "Too many wrong numbers were tried: signing in is paused. The person who facilitates can renew the sheet."
    )


class NotIntersyndical(DomainError):
    """Fewer than two unions take part (S17)."""

    code = "not_intersyndical"
    status = 422
    message = _(
        "An intersyndical activity brings together at least two unions, neither of which belongs to the other. Add the "
        "second union first, or leave this unticked."
    )


class KeepsItIntersyndical(DomainError):
    """Without this organisation the activity would no longer be intersyndical (S17)."""

    code = "keeps_it_intersyndical"
    message = _("Without “%(name)s” this is no longer intersyndical. Untick “intersyndical” first.")


class NoSuchStep(DomainError):
    """One state does not follow the other."""

    code = "no_such_step"
    message = _("An activity that is “%(before)s” cannot become “%(after)s”.")


class NotYet(DomainError):
    """It lies in the future."""

    code = "not_yet"
    message = _(
        "This activity has not begun: it can be marked as held from %(day)s on. Correct its date if it was earlier."
    )


class ReasonMissing(DomainError):
    """Why it is cancelled is not said."""

    code = "reason_missing"
    status = 422
    message = _("Say in a few words why it is cancelled: those who were to come will ask.")


class NoAttendanceYet(DomainError):
    """Nobody can be present at what is only planned, or cancelled."""

    code = "no_attendance_yet"
    message = _("Attendance is written once the activity is confirmed. Confirm it first.")


class TooManyPeople(DomainError):
    """A slip of the keyboard."""

    code = "too_many_people"
    status = 422
    message = _("Write a number from 1 to 100,000.")


class ReversedAlready(DomainError):
    """An entry is corrected once."""

    code = "reversed_already"
    message = _("This line is taken back already. Write the right one beside it.")


class StillNeeded(DomainError):
    """What was counted is not deleted."""

    code = "still_needed"
    message = _(
        "Something speaks of this activity (attendance, figures, answers, parts or money): cancel it instead of deleting it."
    )


class NoAnswer(DomainError):
    """An evaluation without any answer."""

    code = "no_answer"
    status = 422
    message = _("Answer at least one question, or leave the page: nothing is required.")


class EvaluationClosed(DomainError):
    """It has not been held."""

    code = "evaluation_closed"
    message = _("This activity is not over yet: its evaluation opens once it is held.")


class NamedTwice(DomainError):
    """The same organisation in the same capacity."""

    code = "named_twice"
    message = _("This is already written for this activity.")


class NameMissing(DomainError):
    """Nobody is named."""

    code = "name_missing"
    status = 422
    message = _("Choose somebody of the register, or write a name.")
