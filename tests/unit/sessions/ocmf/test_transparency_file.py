"""Files from outside: read in their variants, refused when hostile."""

import pytest

from sessions.domain.ocmf.transparency_file import BadFile, Value, read_values

LAUGHS = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><values>&l9;</values>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><values>&a;</values>'


def test_a_file_is_read():
    file = """<?xml version="1.0" encoding="UTF-8"?>
    <values><!-- of a maker -->
      <value transactionId="1" context="Transaction.Begin">
        <signedData format="OCMF" encoding="plain">
          OCMF|{}|{}
        </signedData>
        <publicKey encoding="hex">3059 3013</publicKey>
      </value>
      <value><encodedData format="EDL40"/></value>
      <value/>
      <other/>
    </values>"""
    assert read_values(file.encode()) == (
        Value("1", "Transaction.Begin", "OCMF", "OCMF|{}|{}", "3059 3013"),
        Value(None, None, "EDL40", None, None),
        Value(None, None, "", None, None),
    )


def test_a_namespace_is_no_hindrance():
    (value,) = read_values(
        b'<v:values xmlns:v="x"><v:value><v:publicKey>30</v:publicKey></v:value></v:values>'
    )
    assert value.key == "30"


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"no xml",
        b"<values>",
        b"<value/>",
        BOMB.encode(),
        OUTSIDE.encode(),
        b'<!DOCTYPE values SYSTEM "http://example.com/x.dtd"><values/>',
        b'<?xml version="1.0" encoding="no-such"?><values/>',
        b"<values>\xff\xfe</values>",
        b"<values>" + b" " * 1_000_000 + b"</values>",
    ],
)
def test_what_is_no_such_file_is_refused(file):
    with pytest.raises(BadFile):
        read_values(file)
