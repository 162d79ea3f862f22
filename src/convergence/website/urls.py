"""Addresses of the public site; the pages themselves are found by their own path, last."""

from django.urls import URLPattern, URLResolver, path

from convergence.website import exhibitions, feeds, gatherings, projects, stays, tools, tours, trainings, views
from convergence.website.calendar import feeds as calendar_feeds
from convergence.website.calendar import pages as calendar
from convergence.website.searching import views as searching

app_name = "website"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("recherche/", searching.search, name="search"),
    path("calendrier/", calendar.index, name="calendar"),
    path("calendrier/serie/<slug:slug>/", gatherings.series, name="series"),
    path("calendrier/serie/<slug:slug>/<slug:edition>/", gatherings.series, name="edition"),
    path("calendrier/<slug:slug>/", calendar.show, name="activity"),
    path("calendrier/<slug:slug>/inscription/", gatherings.register, name="register"),
    path("calendrier/<slug:slug>.ics", calendar_feeds.one, name="activity_ics"),
    path("theme/<slug:slug>/", calendar.theme, name="theme"),
    path("formations/", trainings.index, name="trainings"),
    path("formations/demander/", trainings.ask, name="training_ask"),
    path("formations/demande-recue/", trainings.asked, name="training_asked"),
    path("formations/<slug:slug>/", trainings.show, name="training"),
    path("fil/calendrier.ics", calendar_feeds.ics, name="calendar_feed"),
    path("fil/calendrier.atom", calendar_feeds.CalendarAtom(), name="calendar_atom"),
    path("fil/calendrier.json", calendar_feeds.as_json, name="calendar_json"),
    path("fil/calendrier/<slug:theme>.ics", calendar_feeds.ics, name="calendar_feed_theme"),
    path("fil/calendrier/<slug:theme>.atom", calendar_feeds.CalendarAtom(), name="calendar_atom_theme"),
    path("fil/calendrier/<slug:theme>.json", calendar_feeds.as_json, name="calendar_json_theme"),
    path("fil/calendrier/a-moi/<str:code>.ics", calendar_feeds.own, name="calendar_own"),
    path("expositions/", exhibitions.index, name="exhibitions"),
    path("expositions/<slug:slug>/", exhibitions.show, name="exhibition"),
    path("expositions/<slug:slug>/demander/", exhibitions.ask, name="exhibition_request"),
    path("expositions/<slug:slug>/merci/", exhibitions.thanks, name="exhibition_thanks"),
    path("tournees/", tours.index, name="tours"),
    path("tournees/<slug:slug>/", tours.show, name="tour"),
    path("projets/", projects.index, name="projects"),
    path("projets/<slug:slug>/", projects.show, name="project"),
    path("stages/", stays.index, name="stays"),
    path("stages/programmes/<slug:slug>/", stays.programme, name="stay_programme"),
    path("stages/<slug:slug>/", stays.call, name="stay_call"),
    path("stages/<slug:slug>/candidature/", stays.apply, name="stay_apply"),
    path("stages/<slug:slug>/merci/", stays.applied, name="stay_applied"),
    path("catalogue/", tools.index, name="tools"),
    path("catalogue/commander/", tools.order, name="order"),
    path("catalogue/fichier/<int:edition_id>/<str:name>", tools.download, name="tool_file"),
    path("catalogue/<slug:slug>/", tools.show, name="tool"),
    path("catalogue/<slug:slug>/version-<int:number>/", tools.show, name="tool_version"),
    path("fil/outils.atom", feeds.ToolsAtom(), name="tools_atom"),
    path("fil/nouvelles.atom", feeds.NewsAtom(), name="news_atom"),
    path("fil/nouvelles.rss", feeds.NewsRss(), name="news_rss"),
    path("fil/<slug:theme>.atom", feeds.NewsAtom(), name="news_atom_theme"),
    path("fil/<slug:theme>.rss", feeds.NewsRss(), name="news_rss_theme"),
]
