from exposurewatch.cli.formats import FormatName
from exposurewatch.reports import FORMATS


def test_the_command_line_offers_exactly_the_formats_that_there_are() -> None:
    assert [name.value for name in FormatName] == [form.name for form in FORMATS]
