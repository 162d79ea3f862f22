"""The words of the help. A `rule` names the by-law, the law or the principle that asks for it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Part:
    """One point: what, how, why, by which rule."""

    anchor: str
    what: str | Promise
    how: str | Promise
    why: str | Promise
    rule: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One matter."""

    slug: str
    title: str | Promise
    lede: str | Promise
    parts: tuple[Part, ...]


MEMBERS = Page(
    "membres",
    _("Members and unions"),
    _("One record per person and organisation, and the links between them."),
    (
        Part(
            "graph",
            _("A union has several parents"),
            _(
                "A local belongs to its federation and to its regional council at once. Add one affiliation for each, with its dates."
            ),
            _(
                "Its members are counted once when a confederation is summed, whatever the number of paths that lead to it."
            ),
            _("by-laws, membership"),
        ),
        Part(
            "bodies",
            _("A committee is not the whole union"),
            _(
                "Write to the solidarity committee through its own record; its people do not become contacts of the union itself."
            ),
            _(
                "People gave their address to their committee, for its work; using it for something else would break their trust and the law."
            ),
            _("Québec Act on personal information in the private sector, s. 12"),
        ),
        Part(
            "merge",
            _("Two records of the same"),
            _("Compare them, choose each value, then merge. The other stays as an alias and the merge can be undone."),
            _("Payments and receipts are never moved from one name to another: the ledger keeps what was true."),
        ),
        Part(
            "do-not-contact",
            _("Do not call, do not write"),
            _("A mark on the record stops calls and messages of that kind. It stays when a list is imported again."),
            _("Whoever said no has said it to the organisation, not to one file."),
            _("Canada’s anti-spam law, s. 11"),
        ),
    ),
)
IMPORTS = Page(
    "importer",
    _("Import a list"),
    _("Nothing is written before you press “Apply”, and applying can be undone."),
    (
        Part(
            "verdicts",
            _("One verdict for each line"),
            _(
                "New, update, duplicate, ignored or refused. A cell that cannot be read stays empty and says why; the rest of the line is kept."
            ),
            _("Old spreadsheets hold fifty years of habits. Refusing a line for one bad cell would lose a member."),
        ),
        Part(
            "duplicates",
            _("The same name is only a reason"),
            _(
                "Two lines with different member numbers are never called duplicates. You settle the doubtful ones, one by one."
            ),
            _("Two locals often bear the same name in two cities."),
        ),
        Part(
            "dates",
            _("12/05: the 12th of May or the 5th of December?"),
            _("When no cell of the column decides, you are asked once, for the whole column."),
            _("Guessing would move payments from one year to another without anybody seeing it."),
        ),
        Part(
            "consent",
            _("“Bulletin = yes” is not a proof"),
            _("It is kept as a declaration. It does not allow sending the bulletin; ask the person to confirm."),
            _("The sender must prove consent: who, when, by which words."),
            _("Canada’s anti-spam law, s. 13"),
        ),
    ),
)
DUES = Page(
    "appel",
    _("The dues call"),
    _("One letter, one list, two signatures, twelve months."),
    (
        Part(
            "signatures",
            _("Two people sign"),
            _(
                "The presidency and the coordination each sign in their own name. Changing the letter afterwards takes both signatures away."
            ),
            _("The letter engages the organisation before all its members."),
            _("rule of two signatures"),
        ),
        Part(
            "audience",
            _("The list is frozen when the call leaves"),
            _(
                "Each member is in it with the reason. Whoever joins later is not in this call; a second mailing goes only to those who were not yet sent it."
            ),
            _("So that anyone can say, years later, who was called and why."),
        ),
        Part(
            "links",
            _("The personal link"),
            _(
                "It opens the form of one member, without password. It shows nothing without its code, expires, and can be revoked."
            ),
            _("A delegate answers in two minutes, on a phone, between two meetings."),
        ),
        Part(
            "reminders",
            _("Reminders stop by themselves"),
            _(
                "A promise suspends them until its date; a part payment reminds of the balance only; a full payment ends them."
            ),
            _("Nobody should be asked for what they have given."),
        ),
    ),
)
MONEY = Page(
    "argent",
    _("Money"),
    _("What was due, received and receipted; nothing is ever erased."),
    (
        Part(
            "ledger",
            _("An error is mended by an entry, not by an eraser"),
            _("Reverse the wrong entry and write the right one: both stay visible."),
            _(
                "The database itself refuses to change or delete an entry. The auditors of the assembly can follow everything."
            ),
        ),
        Part(
            "matching",
            _("The bank statement proposes, you confirm"),
            _("Each line shows the payers that it could be from, with the reason. Confirm, split or refuse."),
            _(
                "Two deposits of the same amount on the same day are two payments; a line that was exported twice is one."
            ),
        ),
        Part(
            "receipts",
            _("A receipt of payment, never an official receipt"),
            _("It says who paid, how much, for which year. Its number and its file never change."),
            _("Only a registered charity may issue receipts for income tax."),
            _("Income Tax Regulations, s. 3501"),
        ),
        Part(
            "period",
            _("The year paid is written, never guessed"),
            _("A payment received in May 2024 may be for 2023-2024. Its year is the one of the call that it answers."),
            _("The call may leave late in its own year."),
        ),
    ),
)
RIGHTS = Page(
    "acces",
    _("Who sees what"),
    _("A role, how far it reaches, and a second key for the team."),
    (
        Part(
            "roles",
            _("Rights follow roles"),
            _(
                "A regional table sees its region; a delegate sees their own organisation; the audit reads everything and changes nothing."
            ),
            _("Lists, searches, exports and figures all ask the same table: there is no side door."),
        ),
        Part(
            "second-factor",
            _("The team holds two keys"),
            _("A code by e-mail and a passkey or an authenticator app."),
            _("Whoever reads your mail would otherwise read the whole register."),
            _("Québec Act on personal information in the private sector, s. 10"),
        ),
        Part(
            "log",
            _("Every change is written down"),
            _("Who, when, which field, before and after. Each line seals the one before it."),
            _("A register is worth what its history is worth."),
        ),
    ),
)
ACTIVITIES = Page(
    "activites",
    _("Activities"),
    _("Whatever was done is written once; every count, page and report reads it."),
    (
        Part(
            "once",
            _("One activity, counted once"),
            _("Choose one work axis, and as many themes as fit. Name every organisation, each with what it does."),
            _(
                "A workshop with two themes and three unions is found under each of them and is still one workshop: a total that counts it five times convinces nobody."
            ),
        ),
        Part(
            "held",
            _("Held on somebody’s word"),
            _("When it is over, mark it as held, or cancel it and say why. The home page reminds you."),
            _("The passing of a date proves nothing; only what was held is counted."),
        ),
        Part(
            "intersyndical",
            _("What “intersyndical” asks for"),
            _("Add at least two unions, neither of which belongs to the other, then tick it."),
            _("A local and its own federation are one house: the word would say more than what happened."),
        ),
        Part(
            "attendance",
            _("Who was there"),
            _(
                "Write the sheet line by line, or a number of people. Gender, age range and organisation are what people chose to say; leave the rest empty."
            ),
            _(
                "Nobody has to say it, and numbers below 5 are hidden in every breakdown so that they point at nobody. A mistake is taken back by a line of the opposite number."
            ),
            _("Québec Act on personal information in the private sector, s. 5 and 23"),
        ),
        Part(
            "guard",
            _("Under guard"),
            _("Give a mission a high level of security and its return date."),
            _(
                "Until that day it is on no public page, feed, list or count, and only some roles see it: people could be waited for at an airport."
            ),
        ),
    ),
)
PAGES = {page.slug: page for page in (MEMBERS, ACTIVITIES, IMPORTS, DUES, MONEY, RIGHTS)}
