"""A messy export brought into the site: what becomes of it, what is said of it, and a second time."""

import json
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from convergence.documents.choices import PortrayedConsent
from convergence.documents.models import Picture, PublicFile
from convergence.website.models import MovedItem, NewsPage, TextPage
from convergence.website.moving import runs
from convergence.website.moving.errors import MovingRefused
from convergence.website.moving.media import FolderMedia
from convergence.website.moving.reporting import Level, Report
from tests.website.moving.wxr import SITE, export, item, messy

AT = datetime(2026, 3, 12, 15, tzinfo=UTC)


def bring(content: bytes, folder: Path, *, for_good: bool = True) -> Report:
    return runs.bring(stream=BytesIO(content), media=FolderMedia(folder), actor=None, at=AT, for_good=for_good)


@pytest.fixture
def brought(site: Any, uploads: Path) -> Report:
    return bring(messy(), uploads)


def by_number(number: int) -> Page:
    return MovedItem.objects.get(wp_id=number).page.specific


def told(report: Report, code: str) -> list[tuple[str, str]]:
    return [(line.where, line.text) for line in report.of(code)]


@pytest.mark.rule("S33")
def test_the_report_lists_the_stray_letter_and_the_picture_without_words(brought: Report, client: Client) -> None:
    assert ("Historique", "k") in told(brought, "stray")
    assert told(brought, "no_alt") == [("Petite histoire ciso", "Petite histoire ciso")]
    assert {line.level for code in ("stray", "no_alt") for line in brought.of(code)} == {Level.WARNING}
    for page in Page.objects.live().filter(depth__gt=2):
        shown = client.get(page.url, follow=True).content.decode()
        assert "<p>k</p>" not in shown
        assert "hisoire" not in shown


@pytest.mark.rule("S51")
def test_a_page_whose_picture_lacks_something_stays_a_draft_until_it_is_complete(brought: Report) -> None:
    page = by_number(20)
    assert (page.live, ("Une nouvelle\u00a0: «\u00a0enfin\u00a0»", "") in told(brought, "held")) == (False, True)
    picture = MovedItem.objects.get(wp_id=31).picture
    assert (picture.alt_fr, picture.credit) == ("Une marche de nuit sous des lanternes", "Alix Saint-Onge, CSN")
    assert runs.publish_ready(actor=None, at=AT) == 0
    Picture.objects.filter(pk=picture.pk).update(consent=PortrayedConsent.NOBODY)
    assert runs.publish_ready(actor=None, at=AT) == 1
    assert [one.title for one in runs.held_pages()] == ["Historique"]
    assert by_number(20).live


@pytest.mark.rule("S32")
def test_the_misspelt_picture_is_found_under_its_old_names(brought: Report, client: Client) -> None:
    picture = MovedItem.objects.get(wp_id=30).picture
    assert picture.file.name == "original_images/petite-histoire-ciso.png"
    assert ("Petite histoire ciso", "petite-hisoire-ciso.png → petite-histoire-ciso.png") in told(
        brought, "name_corrected"
    )
    for old in (
        "/petite-hisoire-ciso/",
        "/wp-content/uploads/2015/06/petite-hisoire-ciso.png",
        "/wp-content/uploads/2015/06/petite-hisoire-ciso-300x200.png",
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, picture.file.url)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("/outils/faites-un-don/", "/faire-un-don/", marks=pytest.mark.rule("S67")),
        pytest.param("/ateliersdemisere/", "/coalition/", marks=pytest.mark.rule("S126")),
        ("/2019/05/12/une-nouvelle/", "/nouvelles/une-nouvelle/"),
        ("/2020/01/une-nouvelle/", "/nouvelles/une-nouvelle-2/"),
    ],
)
def test_old_addresses_lead_to_the_new_pages(brought: Report, client: Client, old: str, new: str) -> None:
    answer = client.get(old)
    assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.rule("S68")
def test_the_old_address_of_the_bulletin_waits_for_its_page_then_leads_to_it(
    site: Any, uploads: Path, client: Client
) -> None:
    report = bring(messy(), uploads)
    assert ("", "/outils/nouvelle-page-dinscription") in told(report, "no_target")
    home = site.root_page
    home.refresh_from_db()
    home.add_child(instance=TextPage(title="Infolettre", slug="infolettre", locale=home.locale))
    bring(messy(), uploads)
    assert client.get("/outils/nouvelle-page-dinscription/")["Location"] == "/infolettre/"


def test_an_address_of_today_or_a_choice_of_staff_is_never_taken(site: Any, uploads: Path) -> None:
    Redirect.objects.create(old_path="/liens-utiles", site=site, redirect_link="https://ailleurs.example/")
    report = bring(
        export(
            item(1, title="Contact", slug="contact"),
            item(2, title="Liens", slug="liens", link=f"{SITE}/liens-utiles/"),
            item(3, title="Gestion", slug="gestion"),
        ),
        uploads,
    )
    assert told(report, "slug_taken") == [("Contact", "contact-2"), ("Gestion", "gestion-2")]
    assert told(report, "address_taken") == [("Contact", "/contact"), ("Gestion", "/gestion")]
    assert told(report, "address_kept") == [("Liens", "/liens-utiles")]


def test_a_circle_of_addresses_is_refused(site: Any, uploads: Path) -> None:
    Redirect.objects.create(old_path="/brouillon", site=site, redirect_link="/ancien/")
    held = item(
        1,
        title="Brouillon",
        slug="brouillon",
        link=f"{SITE}/ancien/",
        content='<img src="/wp-content/uploads/2019/05/marche.png">',
    )
    report = bring(export(held, item(2, "attachment", "Marche", status="inherit", file="2019/05/marche.png")), uploads)
    assert told(report, "address_loop") == [("Brouillon", "/ancien")]
    assert not Redirect.objects.filter(old_path="/ancien").exists()


@pytest.mark.rule("S139")
def test_pages_and_news_keep_place_date_state_and_labels(brought: Report) -> None:
    assert by_number(5).get_parent().pk == by_number(4).pk
    assert (by_number(4).title, by_number(4).slug) == ("Équipe & conseil", "equipe")
    news = by_number(20).get_latest_revision_as_object()
    assert (news.title, news.date) == ("Une nouvelle\u00a0: «\u00a0enfin\u00a0»", date(2019, 5, 12))
    assert [theme.slug for theme in news.themes.all()] == ["travail-decent"]
    assert by_number(21).kind == "RELEASE"
    assert by_number(22).date == date(2020, 1, 2)
    assert (by_number(11).live, by_number(12).live, by_number(23).live) == (False, False, False)
    assert told(brought, "parent_missing") == [("Orpheline", "")]
    assert [where for where, _text in told(brought, "parent_loop")] == ["Boucle A", "Boucle B"]
    assert told(brought, "label_left") == [("", "Divers")]
    assert brought.counts == {
        "pages": 16, "news": 4, "pictures": 2, "files": 1, "published": 13, "drafts": 7, "redirects": 13,
    }  # fmt: skip


def test_inner_links_follow_pages_and_files(brought: Report) -> None:
    source = by_number(16).body[0].value.source
    assert f'<a linktype="page" id="{by_number(2).pk}">interne</a>' in source
    assert f'<a linktype="page" id="{by_number(20).pk}">nouvelle</a>' in source
    assert f'<a linktype="document" id="{PublicFile.objects.get().pk}">rapport</a>' in source
    assert told(brought, "inner_link_lost") == [("Liens", f"{SITE}/perdue/")]


def test_what_is_left_out_is_told(brought: Report) -> None:
    assert [text for _where, text in told(brought, "kind_left")] == ["nav_menu_item", "revision"]
    assert [line.count for line in brought.of("comments_left")] == [2]
    assert told(brought, "trashed") == [("Corbeille", "")]
    assert told(brought, "media_missing") == [("Disparue", "2010/01/disparue.jpg")]
    assert [where for where, _text in told(brought, "media_refused")] == ["Dessin", "Menteuse"]
    assert told(brought, "no_language") == [("Anglais", "de")]


def test_a_file_that_holds_a_program_is_not_brought(site: Any, uploads: Path) -> None:
    (uploads / "wp-content/uploads/2018/01/rapport.pdf").write_bytes(b"%PDF-1.4\n<< /S /JavaScript /JS (x) >>\n")
    report = bring(export(item(32, "attachment", "Rapport", status="inherit", file="2018/01/rapport.pdf")), uploads)
    ((where, text),) = told(report, "media_refused")
    assert (where, "holds a program" in text or "contient un programme" in text) == ("Rapport", True)
    assert not PublicFile.objects.exists()


@pytest.mark.rule("S135")
def test_notes_are_linked_both_ways(brought: Report, client: Client) -> None:
    shown = client.get(by_number(3).url).content.decode()
    for number in range(1, 12):
        assert shown.count(f'id="note-{number}"') == 1
        assert shown.count(f'href="#ref-{number}"') == 1
        assert shown.count(f'<a href="#note-{number}" id="ref-{number}"') == 1


def test_a_second_time_changes_nothing(brought: Report, uploads: Path) -> None:
    before = (Page.objects.count(), Picture.objects.count(), Redirect.objects.count(), by_number(3).latest_revision_id)
    again = bring(messy(), uploads)
    assert again.counts == {"unchanged": 23}
    assert (
        Page.objects.count(),
        Picture.objects.count(),
        Redirect.objects.count(),
        by_number(3).latest_revision_id,
    ) == before


def test_a_newer_export_updates_what_nobody_touched(site: Any, uploads: Path) -> None:
    bring(
        export(item(1, title="Une", slug="une", content="Un."), item(2, title="Deux", slug="deux", content="Deux.")),
        uploads,
    )
    touched = by_number(2)
    touched.lede = "Nous l’avons récrit."
    touched.save_revision().publish()
    report = bring(
        export(
            item(1, title="Une", slug="une", content="Un, revu."),
            item(2, title="Deux", slug="deux", content="Deux, revu."),
        ),
        uploads,
    )
    assert (report.counts["updated"], told(report, "edited_since")) == (1, [("Deux", "")])
    assert by_number(1).body[0].value.source == "<p>Un, revu.</p>"
    assert by_number(2).lede == "Nous l’avons récrit."


def test_what_staff_deleted_stays_deleted(site: Any, uploads: Path) -> None:
    bring(export(item(1, title="Une", slug="une")), uploads)
    by_number(1).delete()
    report = bring(export(item(1, title="Une", slug="une")), uploads)
    assert told(report, "deleted_since") == [("Une", "")]
    assert not TextPage.objects.filter(slug="une").exists()


def test_a_try_says_the_same_and_writes_nothing(site: Any, uploads: Path, settings: Any) -> None:
    tried = bring(messy(), uploads, for_good=False)
    assert not MovedItem.objects.exists()
    assert not NewsPage.objects.exists()
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    done = bring(messy(), uploads)
    assert (tried.counts, [line.sentence for line in tried.lines]) == (
        done.counts,
        [line.sentence for line in done.lines],
    )


def test_a_fault_in_the_middle_leaves_nothing(site: Any, uploads: Path, settings: Any) -> None:
    Page.objects.filter(slug="nouvelles").first().delete()
    with pytest.raises(MovingRefused) as refusal:
        bring(messy(), uploads)
    assert refusal.value.code == "no_news"
    assert (MovedItem.objects.count(), Picture.objects.count(), Redirect.objects.count()) == (0, 0, 0)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


def test_without_a_home_page_it_is_refused(db: None, uploads: Path) -> None:
    with pytest.raises(MovingRefused) as refusal:
        bring(messy(), uploads)
    assert refusal.value.code == "no_home"


def test_the_command_prints_the_report(site: Any, uploads: Path, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "export.xml"
    file.write_bytes(messy())
    call_command("import_wordpress", str(file), "--media", str(uploads), "--json")
    printed = json.loads(capsys.readouterr().out)
    assert printed["counts"]["pages"] == 16
    with pytest.raises(CommandError) as refusal:
        call_command("import_wordpress", str(tmp_path / "absent.xml"))
    assert "absent.xml" in str(refusal.value)
