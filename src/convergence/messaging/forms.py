"""Forms of the register of messages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from convergence.messaging.choices import Topic


class UnsubscribeForm(forms.Form):
    """What to stop receiving: nothing is chosen beforehand."""

    topic = forms.ChoiceField(
        label=_("What should we stop sending?"), widget=forms.RadioSelect, choices=[(t.value, t.label) for t in Topic]
    )

    def __init__(self, *args: object, topics: list[Topic], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["topic"].choices = [(topic.value, topic.label) for topic in topics]  # type: ignore[attr-defined]
