"""How a proxy's address is read."""

from __future__ import annotations

import pytest

from exposurewatch.feeds.asking import Cause, Trouble
from exposurewatch.feeds.fetching.proxies import Proxy, parsed_proxy


@pytest.mark.parametrize(
    ("written", "proxy"),
    [
        ("socks5://127.0.0.1:9050", Proxy(socks=True, host="127.0.0.1", port=9050)),
        ("SOCKS5h://Localhost:9150/", Proxy(socks=True, host="localhost", port=9150)),
        ("socks5://[::1]:9050", Proxy(socks=True, host="::1", port=9050)),
        ("http://proxy.example.org:8080", Proxy(socks=False, host="proxy.example.org", port=8080)),
        ("socks5://anna:se%40cret@tor:9050", Proxy(socks=True, host="tor", port=9050, login=("anna", "se@cret"))),
    ],
)
def test_a_proxy_is_read(written: str, proxy: Proxy) -> None:
    assert parsed_proxy(written) == proxy


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            "127.0.0.1:9050",
            "socks5://",
            "socks5://127.0.0.1",
            "socks4://127.0.0.1:9050",
            "https://example.org:443",
        ),
        *("socks5://127.0.0.1:99999", "socks5://127.0.0.1:9050/path", "socks5://ünï:1", "socks5://a:%FF%C3%A9@h:1"),
        f"socks5://a:{'b' * 300}@h:1",
    ],
)
def test_what_is_no_proxy_is_said_without_its_password(written: str) -> None:
    with pytest.raises(Trouble) as trouble:
        parsed_proxy(written)
    assert trouble.value.cause is Cause.NO_PROXY
    assert "bbb" not in trouble.value.words


def test_its_password_is_not_shown() -> None:
    assert "secret" not in repr(parsed_proxy("socks5://anna:secret@tor:9050"))
