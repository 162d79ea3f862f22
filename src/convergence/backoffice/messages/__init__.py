"""Messages in the back office: outbox, mailings, uncertain messages, bounces, returned letters, suppressions."""
