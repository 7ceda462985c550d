"""Which addresses of pictures are followed, before anybody is asked where they lead."""

import pytest

from domain.media.picture_url import PictureUrl, PictureUrlRefused


@pytest.mark.parametrize(
    ("text", "host", "target"),
    [
        ("https://pictures.example/dog.jpg", "pictures.example", "/dog.jpg"),
        ("HTTPS://Pictures.EXAMPLE:443/Dog.jpg", "pictures.example", "/Dog.jpg"),
        ("https://pictures.example", "pictures.example", "/"),
        ("https://pictures.example.?a=b&c=%20#top", "pictures.example", "/?a=b&c=%20"),
        ("https://xn--bcher-kva.example/a%2Fb", "xn--bcher-kva.example", "/a%2Fb"),
        ("https://a-1.b2.example/x@y:z", "a-1.b2.example", "/x@y:z"),
    ],
)
def test_a_public_https_address_is_taken_apart(text: str, host: str, target: str) -> None:
    url = PictureUrl.read(text)
    assert (url.host, url.target) == (host, target)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("http://pictures.example/x", "not_https"),
        ("ftp://pictures.example/x", "not_https"),
        ("file:///etc/passwd", "not_https"),
        ("data:image/png;base64,AAAA", "not_https"),
        ("//pictures.example/x", "not_https"),
        ("pictures.example/x", "not_https"),
        ("https://me@pictures.example/x", "credentials"),
        ("https://:@pictures.example/x", "credentials"),
        ("https://pictures.example:8443/x", "port"),
        ("https://pictures.example:80/x", "port"),
        ("https://pictures.example:0/x", "port"),
        ("https://pictures.example:99999/x", "malformed"),
        ("https://pictures.example:x/x", "malformed"),
        ("https://", "host"),
        ("https:///x", "host"),
        ("https://localhost/x", "host"),
        ("https://db/x", "host"),
        ("https://127.0.0.1/x", "host"),
        ("https://2130706433/x", "host"),
        ("https://0x7f.0.0.0x1/x", "host"),
        ("https://0177.0.0.1/x", "host"),
        ("https://127.1/x", "host"),
        ("https://[::1]/x", "host"),
        ("https://[::ffff:8.8.8.8]/x", "host"),
        ("https://[pictures.example]/x", "malformed"),
        ("https://-a.example/x", "host"),
        ("https://a..example/x", "host"),
        ("https://a_b.example/x", "host"),
        ("https://" + "a" * 64 + ".example/x", "host"),
        ("https://" + "a." * 127 + "example/x", "host"),
        ("https://pictures.example\\@10.0.0.1/x", "malformed"),
        ("https://pictures.example/a b", "malformed"),
        ("https://pictures.example/a\r\nHost: x", "malformed"),
        ("https://pictures.example/\t", "malformed"),
        ("https://pictures.example/\x00", "malformed"),
        ("https://pictures.ex\u00e4mple/x", "malformed"),
        ("https://pictures.example\u3002com/x", "malformed"),
        (" https://pictures.example/x", "malformed"),
        ("", "malformed"),
        ("https://pictures.example/" + "x" * 2000, "malformed"),
    ],
)
def test_every_other_address_is_refused(text: str, why: str) -> None:
    with pytest.raises(PictureUrlRefused) as refused:
        PictureUrl.read(text)
    assert refused.value.facts == {"why": why}


def test_a_redirect_may_be_relative_to_where_it_was_said() -> None:
    url = PictureUrl.read("https://pictures.example/a/b.jpg?x=1")
    assert str(url.redirected("c.jpg")) == "https://pictures.example/a/c.jpg"
    assert str(url.redirected("/c.jpg?y=2")) == "https://pictures.example/c.jpg?y=2"
    assert str(url.redirected("//PICTURES.example/d")) == "https://pictures.example/d"


def test_the_file_is_called_as_its_address_says() -> None:
    assert PictureUrl.read("https://pictures.example/a/My%20dog.jpg?x=1").name == "/a/My dog.jpg"
