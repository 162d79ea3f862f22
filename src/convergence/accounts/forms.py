"""Forms of sign-in, in our words."""

from typing import Any

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Adds a passkey: always one that can sign in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("A name for it, to know it again")
        self.fields["passwordless"].initial = True


class SignInForm(LoginForm):  # type: ignore[misc]
    """Asks for the address that the code goes to, in the words of the other pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["login"]
        field.label = _("E-mail")
        field.help_text = _("The one at which the organisation writes to you.")
        field.widget.attrs.pop("placeholder", None)
