"""Which requests count as a download: people, once each; nothing is kept of who they are."""

import re

ROBOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|preview|scrap|monitor|curl|wget|python-|go-http|java/|libwww|okhttp"
    r"|httpclient|headlesschrome|lighthouse|facebookexternalhit|whatsapp|feedfetcher|validator|checker|scan",
    re.IGNORECASE,
)


def is_counted(method: str, agent: str, byte_range: str) -> bool:
    """Tell whether a request for a file is a download.

    Args:
        method: of HTTP.
        agent: what the program says of itself; read here, kept nowhere.
        byte_range: the `Range` asked for, empty for the whole file.
    """
    if method != "GET" or not agent.startswith("Mozilla/") or ROBOT.search(agent):
        return False
    return not byte_range or byte_range.replace(" ", "").startswith("bytes=0-")
