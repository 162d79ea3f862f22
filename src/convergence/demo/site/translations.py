"""Keeping of the pages as translations, so that editors see French and the other language side by side.

`wagtail-localize` would write one row after another, some twelve queries for each sentence. Its rows are written here
in bulk, from the segments that it finds itself.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import uuid5

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import (
    OverridableSegment,
    String,
    StringSegment,
    StringTranslation,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

Pages = Mapping[str, Mapping[str, Any]]


class NotParallel(Exception):
    """Two languages of a page do not have the same parts: the translation could not be shown beside its source."""


def keep_side_by_side(made: Pages, locales: Mapping[str, Locale], at: datetime) -> None:
    """Write the rows of translation of pages given by key, then by language; French is the source of all.

    They bear the moment `at` which the pages were published, as words written later would wait to be published.

    Raises:
        NotParallel: names the page and the language.
    """
    writer = _Writer(locales["fr"])
    for pages in made.values():
        writer.add(pages["fr"])
    writer.write()
    said: list[StringTranslation] = []
    for key, pages in made.items():
        for language, locale in locales.items():
            if language != "fr":
                said += [
                    StringTranslation(
                        translation_of=writer.strings[source.string.data],
                        context=writer.contexts[pages["fr"].translation_key, source.path],
                        locale=locale,
                        data=target.string.data,
                        translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    )
                    for source, target in _pairs(key, writer.segments[pages["fr"].pk], pages[language])
                ]
    unique = {(row.locale_id, row.translation_of_id, row.context_id): row for row in said}
    StringTranslation.objects.bulk_create(unique.values(), batch_size=500)
    StringTranslation.objects.update(updated_at=at)
    Translation.objects.bulk_create(
        Translation(source=source, target_locale=locale)
        for source in writer.sources.values()
        for language, locale in locales.items()
        if language != "fr"
    )


def _pairs(key: str, source: list[Any], page: Page) -> Iterator[tuple[StringSegmentValue, StringSegmentValue]]:
    target = extract_segments(page)
    if [_shape(segment) for segment in source] != [_shape(segment) for segment in target]:
        raise NotParallel(key, page.locale.language_code)
    for one, other in zip(source, target, strict=True):
        if isinstance(one, StringSegmentValue):
            yield one, other


def _shape(segment: Any) -> tuple[Any, ...]:
    attrs = segment.attrs if isinstance(segment, StringSegmentValue) else None
    return type(segment), segment.path, attrs


class _Writer:
    """Gathers the segments of the French pages and writes them with a fixed number of queries."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.pages: list[Any] = []
        self.segments: dict[int, list[Any]] = {}
        self.sources: dict[int, TranslationSource] = {}
        self.strings: dict[str, String] = {}
        self.contexts: dict[tuple[Any, str], TranslationContext] = {}
        self.templates: dict[str, Template] = {}

    def add(self, page: Any) -> None:
        """Take a page."""
        self.pages.append(page)
        self.segments[page.pk] = extract_segments(page)
        for segment in self.segments[page.pk]:
            self._known(page, segment)

    def _known(self, page: Any, segment: Any) -> None:
        path = (page.translation_key, segment.path)
        if path not in self.contexts:
            self.contexts[path] = TranslationContext(
                object_id=page.translation_key,
                path=segment.path,
                path_id=TranslationContext._get_path_id(segment.path),  # noqa: SLF001
            )
        if isinstance(segment, StringSegmentValue):
            data = segment.string.data
            data_hash = String._get_data_hash(data)  # noqa: SLF001
            self.strings.setdefault(data, String(locale=self.locale, data=data, data_hash=data_hash))
        elif isinstance(segment, TemplateSegmentValue):
            self.templates.setdefault(segment.template, _template(segment))

    def write(self) -> None:
        """Write everything taken."""
        kind = ContentType.objects.get_for_model(Page)
        objects = (TranslatableObject(translation_key=page.translation_key, content_type=kind) for page in self.pages)
        TranslatableObject.objects.bulk_create(objects)
        now = timezone.now()
        for page in self.pages:
            self.sources[page.pk] = TranslationSource(
                object_id=page.translation_key,
                specific_content_type=ContentType.objects.get_for_model(type(page)),
                locale=self.locale,
                object_repr=page.title[:200],
                content_json=page.to_json(),
                schema_version=get_schema_version(page._meta.app_label),
                last_updated_at=now,
            )
        TranslationSource.objects.bulk_create(self.sources.values())
        String.objects.bulk_create(self.strings.values(), batch_size=500)
        Template.objects.bulk_create(self.templates.values(), batch_size=500)
        TranslationContext.objects.bulk_create(self.contexts.values(), batch_size=500)
        rows = [self._row(page, segment) for page in self.pages for segment in self.segments[page.pk]]
        for model in (StringSegment, TemplateSegment, OverridableSegment):
            model.objects.bulk_create([row for row in rows if type(row) is model], batch_size=500)

    def _row(self, page: Any, segment: Any) -> Any:
        common = {
            "source": self.sources[page.pk],
            "context": self.contexts[page.translation_key, segment.path],
            "order": segment.order,
        }
        if isinstance(segment, StringSegmentValue):
            attrs = json.dumps(segment.attrs, cls=DjangoJSONEncoder)
            return StringSegment(string=self.strings[segment.string.data], attrs=attrs, **common)
        if isinstance(segment, TemplateSegmentValue):
            return TemplateSegment(template=self.templates[segment.template], **common)
        if isinstance(segment, OverridableSegmentValue):
            return OverridableSegment(data_json=json.dumps(segment.data, cls=DjangoJSONEncoder), **common)
        raise TypeError(segment)


def _template(segment: TemplateSegmentValue) -> Template:
    space = uuid5(Template.BASE_UUID_NAMESPACE, segment.format)
    return Template(
        uuid=uuid5(space, segment.template),
        template=segment.template,
        template_format=segment.format,
        string_count=segment.string_count,
    )
