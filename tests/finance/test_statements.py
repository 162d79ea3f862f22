"""Bank files of every kind become the same lines."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convergence.finance.statements import StatementError, cells, read_statement
from convergence.finance.statements.lines import StatementLine, keyed

CSV = """Date;Description;Retrait;Dépôt;Solde
2024/02/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/02/26;VIREMENT INTERAC DE STTA REF COT-2324-1081;;50,00;1050,00
2024/02/27;DEPOT  LA BIBLIOTHÈQUE–CSN;;1 250,25;2300,25
2024/02/28;SALAIRES;300,25;;2000,00
"""
EXPECTED = [
    (date(2024, 2, 26), "VIREMENT INTERAC DE STTA REF COT-2324-1081", 5_000),
    (date(2024, 2, 26), "VIREMENT INTERAC DE STTA REF COT-2324-1081", 5_000),
    (date(2024, 2, 27), "DEPOT  LA BIBLIOTHÈQUE–CSN", 125_025),
    (date(2024, 2, 28), "SALAIRES", -30_025),
]


def ofx(*moves: str, head: str = "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n") -> str:
    return f"{head}<OFX><CURDEF>CAD<BANKACCTFROM><BANKID>1<ACCTID>42</BANKACCTFROM><BANKTRANLIST>{''.join(moves)}</BANKTRANLIST></OFX>"


def move(fitid: str, amount: str, name: str, memo: str = "", day: str = "20240226120000[-5:EST]") -> str:
    return f"<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>{day}<TRNAMT>{amount}<FITID>{fitid}<NAME>{name}<MEMO>{memo}</STMTTRN>"


def camt(*entries: str, version: str = "02") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}">'
        f"<BkToCstmrStmt><Stmt><Acct><Id><Othr><Id>42</Id></Othr></Id><Ccy>CAD</Ccy></Acct>{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(ref: str, amount: str, text: str, *, sign: str = "CRDT", status: str = "BOOK") -> str:
    return (
        f'<Ntry><Amt Ccy="CAD">{amount}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Sts>{status}</Sts><BookgDt><Dt>2024-02-26</Dt></BookgDt>'
        f"<AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls><TxDtls><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )


def seen(content: bytes, **options: str) -> list[tuple[date, str, int]]:
    return [(line.date, line.label, line.amount_cents) for line in read_statement(content, **options).lines]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_csv_in_every_encoding_of_the_trade(encoding: str) -> None:
    assert seen(CSV.encode(encoding)) == EXPECTED


def test_csv_with_commas_one_amount_column_and_a_title() -> None:
    text = 'Relevé du compte 42\n\nTransaction Date,Details,Amount,Balance\n26/02/2024,"A, B","1,250.50","2,250.50"\n27/02/2024,C,-50.00,"2,200.50"\n'
    statement = read_statement(text.encode())
    assert [
        (line.date.day, line.label, line.amount_cents, line.balance_cents, line.number) for line in statement.lines
    ] == [
        (26, "A, B", 125_050, 225_050, 4),
        (27, "C", -5_000, 220_050, 5),
    ]
    assert statement.warnings == ()


def test_csv_without_header_is_read_by_content() -> None:
    text = '"Caisse","1","2024/02/26",1,"DEPOT CHEQUE","",,"50.00","150.00"\n"Caisse","1","2024/02/27",2,"FRAIS DE SERVICE","","10.00",,"140.00"\n'
    assert [(line.label, line.amount_cents, line.balance_cents) for line in read_statement(text.encode()).lines] == [
        ("DEPOT CHEQUE", 5_000, 15_000),
        ("FRAIS DE SERVICE", -1_000, 14_000),
    ]


def test_an_order_of_dates_that_nothing_decides_is_asked_once() -> None:
    text = b"Date;Description;Montant;Solde\n03/02/2024;A;1,00;1,00\n04/02/2024;B;1,00;2,00\n"
    with pytest.raises(StatementError) as asked:
        read_statement(text)
    assert asked.value.code == "DATE_ORDER"
    assert [day.month for day, _, _ in seen(text, date_order="dmy")] == [2, 2]
    assert [day.month for day, _, _ in seen(text, date_order="mdy")] == [3, 4]


def test_a_file_written_backwards_is_turned_round() -> None:
    text = b"Date;Description;Montant;Solde\n2024-02-27;B;2,00;3,00\n2024-02-26;A;1,00;1,00\n"
    assert [line.label for line in read_statement(text).lines] == ["A", "B"]


def test_a_line_exported_twice_is_marked_and_two_equal_deposits_are_not() -> None:
    lines = read_statement(CSV.encode()).lines
    assert [line.repeated for line in lines] == [False, True, False, False]
    text = b"Date;Description;Retrait;Depot;Solde\n2024-02-26;DEPOT;;50,00;50,00\n2024-02-26;DEPOT;;50,00;100,00\n"
    two = read_statement(text).lines
    assert [line.repeated for line in two] == [False, False]
    assert two[0].key != two[1].key


def test_a_balance_that_comes_back_to_the_same_figure_is_no_repetition() -> None:
    text = b"Date;Description;Montant;Solde\n2024-02-26;DEPOT;50,00;150,00\n2024-02-26;RETRAIT;-50,00;100,00\n2024-02-26;DEPOT;50,00;150,00\n"
    assert [line.repeated for line in read_statement(text).lines] == [False, False, False]


def test_without_balance_nor_id_equal_lines_are_all_kept_and_it_is_said() -> None:
    text = b"Date;Description;Montant\n2024-02-26;DEPOT;50,00\n2024-02-26;DEPOT;50,00\n"
    statement = read_statement(text)
    assert [line.repeated for line in statement.lines] == [False, False]
    assert len({line.key for line in statement.lines}) == 2
    assert statement.warnings == (("NO_BALANCE", 0),)


def test_a_balance_that_does_not_follow_and_an_unreadable_line_are_said() -> None:
    text = b"Date;Description;Montant;Solde\n2024-02-26;A;1,00;1,00\nTotal;;;\n2024-02-27;B;1,00;9,00\n"
    assert read_statement(text).warnings == (("BAD_LINE", 3), ("BALANCE_BREAK", 4))


def test_ofx_sgml_in_windows_1252() -> None:
    text = ofx(
        move("1", "50.00", "DEPOT  BIBLIOTHÈQUE–C", "DEPOT  BIBLIOTHÈQUE–CSN"),
        move("2", "-1,5", "FRAIS"),
        move("3", "+.25", "A &amp; B"),
    )
    statement = read_statement(text.encode("cp1252"))
    assert (statement.format, statement.account, statement.currency) == ("OFX", "42", "CAD")
    assert [(line.bank_id, line.date, line.label, line.amount_cents) for line in statement.lines] == [
        ("1", date(2024, 2, 26), "DEPOT  BIBLIOTHÈQUE–CSN", 5_000),
        ("2", date(2024, 2, 26), "FRAIS", -150),
        ("3", date(2024, 2, 26), "A & B", 25),
    ]


def test_ofx_in_xml_and_with_unknown_tags() -> None:
    text = '<?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200"?><OFX><X.BANK>1</X.BANK><BANKTRANLIST><STMTTRN><DTPOSTED>20240226</DTPOSTED><TRNAMT>50.00</TRNAMT><FITID>1</FITID><X.Y>?</X.Y><NAME>Dépôt</NAME></STMTTRN></BANKTRANLIST></OFX>'
    assert seen(text.encode()) == [(date(2024, 2, 26), "Dépôt", 5_000)]


def test_ofx_repeated_id_is_marked_and_equal_deposits_are_kept() -> None:
    text = ofx(move("1", "50", "DEPOT"), move("1", "50", "DEPOT"), move("2", "50", "DEPOT"))
    assert [line.repeated for line in read_statement(text.encode()).lines] == [False, True, False]


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_camt_of_every_version(version: str) -> None:
    statement = read_statement(
        camt(entry("1", "50.00", "DEPOT"), entry("2", "9.5", "FRAIS", sign="DBIT"), version=version)
    )
    assert [(line.bank_id, line.label, line.amount_cents) for line in statement.lines] == [
        ("1", "DEPOT", 5_000),
        ("2", "FRAIS", -950),
    ]
    assert (statement.format, statement.account) == ("CAMT", "42")


def test_camt_pending_entries_wait() -> None:
    statement = read_statement(
        camt(
            entry("1", "50.00", "A"),
            entry("2", "50.00", "B", status="<Cd>PDNG</Cd>"),
            entry("3", "5.00", "C", status="<Cd>BOOK</Cd>"),
        )
    )
    assert [line.bank_id for line in statement.lines] == ["1", "3"]
    assert statement.warnings == (("PENDING", 2),)


def test_camt_of_a_grouped_entry_gives_each_movement() -> None:
    details = "".join(
        f"<TxDtls><Amt>{amount}</Amt><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"
        for amount, text in (("20.00", "COT-2324-1"), ("30.00", "COT-2324-2"))
    )
    grouped = f'<Ntry><Amt Ccy="CAD">50.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><BookgDt><DtTm>2024-02-26T10:00:00</DtTm></BookgDt><AcctSvcrRef>9</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>'
    assert [(line.bank_id, line.label, line.amount_cents) for line in read_statement(camt(grouped)).lines] == [
        ("9/1", "COT-2324-1", 2_000),
        ("9/2", "COT-2324-2", 3_000),
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b" \n ", "EMPTY"),
        (b"PK\x03\x04rest", "SPREADSHEET"),
        (b"%PDF-1.7", "PDF"),
        (b"hello", "NO_COLUMNS"),
        (bytes(range(1, 256)) * 3, "NOT_A_STATEMENT"),
        (b"a\x00b;c\x00d", "NOT_A_STATEMENT"),
        (b"<html><body>non</body></html>", "NOT_A_STATEMENT"),
        (b"<Document><Stmt>", "BAD_XML"),
        (b'<!DOCTYPE a [<!ENTITY b "cc">]><Document><Stmt>&b;</Stmt></Document>', "BAD_XML"),
        (b"Date;Description;Montant\n", "NO_LINES"),
        (ofx().encode(), "NO_LINES"),
        (camt(), "NO_LINES"),
        (b"x" * (20 * 1024 * 1024 + 1), "TOO_LARGE"),
        (b"Date;Description;Montant\n" + b"2024-01-01;A;1,00\n" * 50_001, "TOO_MANY_LINES"),
    ],
    ids=[
        "empty",
        "blank",
        "xlsx",
        "pdf",
        "word",
        "noise",
        "nul",
        "html",
        "cut-xml",
        "entity",
        "no-line",
        "no-ofx",
        "no-camt",
        "large",
        "many",
    ],
)
def test_what_is_no_statement_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(StatementError) as refused:
        read_statement(content)
    assert refused.value.code == code


@given(st.binary(max_size=400))
def test_no_bytes_break_the_readers(content: bytes) -> None:
    for prefix in (b"", b"<Document>", b"OFXHEADER:100\n<OFX><STMTTRN>", b"Date;Description;Montant\n"):
        with contextlib.suppress(StatementError):
            read_statement(prefix + content)


@pytest.mark.parametrize(
    ("text", "cents"),
    [("50,00", 5_000), ("1 250,00 $", 125_000), ("1\u00a0250,00", 125_000), ("1,250.00", 125_000), ("1.250,00", 125_000),
     ("(980,00)", -98_000), ("-980.00", -98_000), ("980,00-", -98_000), ("\u2212980", -98_000), ("50.00 CR", 5_000),
     ("50.00 DT", -5_000), ("5,00 DB", -500), ("$12.5", 1_250), ("1,250", 125_000), ("", None), ("abc", None), ("1.2.3", None), ("12e3", None)],
)  # fmt: skip
def test_amounts_as_banks_type_them(text: str, cents: int | None) -> None:
    assert cells.cents(text) == cents


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [("2024/02/26", "dmy", date(2024, 2, 26)), ("20240226", "dmy", date(2024, 2, 26)), ("26-02-2024", "dmy", date(2024, 2, 26)),
     ("02/26/2024", "mdy", date(2024, 2, 26)), ("26 févr. 2024", "mdy", date(2024, 2, 26)), ("Feb 26, 2024", "dmy", date(2024, 2, 26)),
     ("24-02-26", "ymd", date(2024, 2, 26)), ("31/02/2024", "dmy", None), ("hier", "dmy", None)],
)  # fmt: skip
def test_dates_as_banks_type_them(text: str, order: str, day: date | None) -> None:
    assert cells.day(text, order) == day


@given(st.lists(st.integers(-500, 500).filter(bool), min_size=1, max_size=30))
def test_lines_whose_balance_follows_are_never_taken_for_repetitions(amounts: list[int]) -> None:
    balance, lines = 1_000, []
    for number, amount in enumerate(amounts, start=1):
        balance += amount
        lines.append(StatementLine(number, "", date(2024, 2, 26), "DEPOT", amount, balance))
    found = keyed(lines)
    assert not any(line.repeated for line in found)
    assert len({line.key for line in found}) == len(found)


BANKS = {
    "columns for cheques and two currencies": (
        '"Account Type","Transaction Date","Cheque Number","Description 1","Description 2","CAD$","USD$"\n'
        'Chequing,2/26/2024,,"e-Transfer - Autodeposit","STTA COT-2324-1081",50.00,,\nChequing,2/27/2024,101,Cheque,,-12.50,,\n',
        [("e-Transfer - Autodeposit STTA COT-2324-1081", 5_000), ("Cheque", -1_250)],
    ),
    "no header, out and in": (
        "02/26/2024,E-TRANSFER COT-2324-1081,,50.00,1050.00\n02/27/2024,MONTHLY FEE,4.95,,1045.05\n",
        [("E-TRANSFER COT-2324-1081", 5_000), ("MONTHLY FEE", -495)],
    ),
    "words around the header, columns in two words": (
        "Following data is valid as of 20240301\n\nFirst Bank Card,Transaction Type,Date Posted, Transaction Amount,Description\n"
        "'5',CREDIT,20240226,50.0,INTERAC COT-2324-1081\n'5',DEBIT,20240227,-4.95,FEE\n",
        [("INTERAC COT-2324-1081", 5_000), ("FEE", -495)],
    ),
    "amounts without sign and a column that says debit or credit": (
        "Filter,Date,Description,Status,Type of Transaction,Amount\n"
        ",2024-02-26,COT-2324-1081,posted,Credit,50.00\n,2024-02-27,Cheque,posted,Debit,12.00\n",
        [("COT-2324-1081", 5_000), ("Cheque", -1_200)],
    ),
    "French, debit and credit in long words": (
        "Date comptable;Libellé;Montant au débit;Montant au crédit;Solde\n26/02/2024;VIR COT-2324-1081;;50,00;1050,00\n27/02/2024;Frais;4,95;;1045,05\n",
        [("VIR COT-2324-1081", 5_000), ("Frais", -495)],
    ),
    "two dates, thousands, a negative debit": (
        'Date opération;Date valeur;Libellé;Débit;Crédit\n26/02/2024;27/02/2024;A;;"1 250,00"\n27/02/2024;27/02/2024;FRAIS;-4,95;\n',
        [("A", 125_000), ("FRAIS", -495)],
    ),
    "written backwards within one day": (
        "Date;Description;Retrait;Depot;Solde\n2024-02-26;B;;30,00;80,00\n2024-02-26;A;;50,00;50,00\n",
        [("A", 5_000), ("B", 3_000)],
    ),
    "a byte order mark, quotes and a sign after the amount": (
        '\ufeff"Date";"Libellé";"Montant"\r\n"26-02-2024";"A";"+50,00 $"\r\n"27-02-2024";"B";"12,00-"\r\n',
        [("A", 5_000), ("B", -1_200)],
    ),
}


@pytest.mark.parametrize("bank", BANKS)
def test_csv_as_other_banks_write_it(bank: str) -> None:
    text, expected = BANKS[bank]
    assert [(line.label, line.amount_cents) for line in read_statement(text.encode()).lines] == expected


def test_movements_in_another_currency_are_left_out_and_said() -> None:
    text = b"Date;Description;Montant;Devise\n2024-02-26;A;100,00;CAD\n2024-02-27;B;100,00;USD\n"
    statement = read_statement(text)
    assert [line.label for line in statement.lines] == ["A"]
    assert statement.warnings == (("FOREIGN", 3), ("NO_BALANCE", 0))
    other = camt(entry("1", "50.00", "A").replace("CAD", "USD"), entry("2", "5.00", "B"))
    assert [line.bank_id for line in read_statement(other).lines] == ["2"]
    mixed = ofx(
        move("1", "5", "A"), move("2", "7", "B").replace("</STMTTRN>", "<CURRENCY><CURSYM>USD</CURRENCY></STMTTRN>")
    )
    assert [line.bank_id for line in read_statement(mixed.encode()).lines] == ["1"]
    with pytest.raises(StatementError) as refused:
        read_statement(ofx(move("1", "5", "A")).replace("<CURDEF>CAD", "<CURDEF>USD").encode())
    assert refused.value.code == "FOREIGN"


def test_a_file_of_several_accounts_keeps_them_apart() -> None:
    two = ofx(move("1", "5", "A")).replace(
        "</OFX>", "<BANKACCTFROM><ACCTID>43</BANKACCTFROM>" + move("1", "5", "A") + "</OFX>"
    )
    statement = read_statement(two.encode())
    assert [(line.account, line.repeated) for line in statement.lines] == [("42", False), ("43", False)]
    both = camt(
        entry("1", "5.00", "A") + "</Stmt><Stmt><Acct><Id><IBAN>43</IBAN></Id></Acct>" + entry("1", "5.00", "A")
    )
    assert [(line.account, line.repeated) for line in read_statement(both).lines] == [("42", False), ("43", False)]


def test_an_id_that_names_nothing_loses_no_movement() -> None:
    text = ofx(move("0", "5", "A"), move("0", "9", "B"), move("x", "5", "C"), move("x", "-5", "CORRECTION"))
    assert [line.repeated for line in read_statement(text.encode()).lines] == [False] * 4


def test_an_amount_beyond_reason_is_no_amount() -> None:
    text = b"Date;Description;Montant\n2024-02-26;A;99999999999999999999,00\n2024-02-26;B;5,00\n"
    assert [line.label for line in read_statement(text).lines] == ["B"]
    assert [
        line.label for line in read_statement(ofx(move("1", "9" * 20, "A"), move("2", "1,250.00", "B")).encode()).lines
    ] == ["B"]
    assert [line.label for line in read_statement(camt(entry("1", "9" * 20, "A"), entry("2", "5", "B"))).lines] == ["B"]


def test_text_kept_from_markup_in_ofx_is_read() -> None:
    assert seen(ofx(move("1", "5", "<![CDATA[A & B <i>]]>")).encode())[0][1] == "A & B <i>"
