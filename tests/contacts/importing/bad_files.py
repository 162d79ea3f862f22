"""Files that are no list, or that are traps: each with its name, its bytes, and words of the sentence that refuses it."""

import io
import zipfile

import openpyxl

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["No", "Nom de l'organisation", "Ville"])
    for number in range(200):
        book.active.append([number, f"Syndicat du quai {number}", "Val-Joli"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """A true workbook whose texts unpack into 200 MB of zeros."""
    out = io.BytesIO(workbook())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("xl/media/zeros.bin", b"0" * 200_000_000)
    return out.getvalue()


BAD_FILES = {
    "vide.xlsx": (lambda: b"", "Le fichier est vide"),
    "protege.xlsx": (lambda: OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "protégé par un mot de passe"),
    "ancien.xls": (lambda: OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "ancien format d’Excel"),
    "page.xls": (lambda: b"<html><body><table><tr><td>No</td></tr></table></body></html>", "(HTML)"),
    "document.xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "(PDF)"),
    "libreoffice.xlsx": (
        lambda: archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<office/>"}),
        "(ODS)",
    ),
    "tronque.xlsx": (lambda: workbook()[:3000], "endommagé"),
    "bombe.xlsx": (bomb, "Une fois décompressé"),
    "image.csv": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "(PNG)"),
    "binaire.csv": (lambda: bytes(range(256)) * 40, "n’est pas une liste"),
    "guillemet.csv": (
        lambda: (
            b"No;Nom de l'organisation\n"
            + b"".join(b'%d;"Syndicat %d\n' % (n, n) if n == 3 else b"%d;Syndicat %d\n" % (n, n) for n in range(500))
        ),
        "guillemet",
    ),
    "sans-noms.csv": (lambda: b"A;B\n1;2\n3;4\n", "Aucune ligne de ce fichier n’est un contact"),
}
