"""Entries of the menu."""

from django.utils.translation import gettext_lazy as _

from convergence.backoffice import menus

ENTRIES = (
    (_("Pages"), "wagtailadmin_explore_root", "website.edit_page", "folder-open-inverse"),
    (_("Languages of the pages"), "site:languages", "website.edit_page", "globe"),
    (_("Pictures"), "wagtailimages:index", "documents.add_picture", "image"),
    (_("Files"), "wagtaildocs:index", "documents.add_publicfile", "doc-full"),
    (_("Milestones"), "milestones:index", "history.view_milestone", "history"),
    (_("Wordings of the mission"), "missions:index", "history.view_missionwording", "openquote"),
    (_("Attributed claims"), "claims:index", "history.view_claim", "openquote"),
    (_("Countries"), "countries:index", "history.view_countrytie", "site"),
    (_("Declared totals"), "totals:index", "history.view_declaredtotal", "order"),
    (_("Sources"), "sources:index", "documents.view_source", "link"),
    (_("Acronyms"), "acronyms:index", "vocabulary.view_acronym", "title"),
    (_("Themes"), "themes:index", "vocabulary.view_theme", "tag"),
    (_("Work axes"), "axes:index", "vocabulary.view_axis", "tag"),
    (_("Places"), "places:index", "vocabulary.view_place", "tag"),
    (_("Old addresses"), "wagtailredirects:index", "website.publish_page", "redirect"),
    (_("Links that no longer answer"), "site:links", "website.check_links", "link"),
    (_("Move in from WordPress"), "site:moves", "website.publish_page", "download"),
)
for _position, (_label, _name, _action, _icon) in enumerate(ENTRIES):
    menus.add("site", label=_label, url_name=_name, action=_action, order=10 * _position, icon=_icon)
