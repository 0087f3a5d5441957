"""What lies in the repository: no secrets, no machine, nothing of others without its version, everything documented."""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Iterable
from dataclasses import fields

import pytest
from flask import Flask

from oms.settings import Settings
from tests.architecture.sources import ROOT, Rule, Source

TOP = {
    "app.py", "oms", "templates", "static", "migrations", "tests", "README.md", "Makefile", "CHANGELOG.md", "LICENSE",
    "SECURITY.md", "requirements.in", "requirements.txt", "requirements-dev.in", "requirements-dev.txt",
}  # fmt: skip
MACHINE = re.compile(r"(?<![\w.])/(root|home|work|Users|mnt)/\w|\b[A-Z]:\\\\Users")
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bghp_\w{36}\b|\bsk_live_\w+|\bshp(at|ss)_[0-9a-f]{32}\b"
    r"|\bxox[bp]-\d+-\w+|(?i:secret_key|password)\s*=\s*[\"'][A-Za-z0-9+/_-]{32,}[\"']"
)
PIN = re.compile(r"==\d[\w.]*")
ELSEWHERE = re.compile(
    r"https?://(?!localhost|127\.0\.0\.1|www\.w3\.org|[\w.-]*example\.(?:org|com)|192\.|\{)[\w.-]+"
)


def tracked() -> list[Source]:
    """The text files of the repository, as they are now."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("this is no clone, so there is no list of files")
    found = []
    for path in filter(None, listed.stdout.split("\0")):
        try:
            found.append(Source(path, (ROOT / path).read_text()))
        except (UnicodeDecodeError, FileNotFoundError):
            continue
    return found


def top_names(sources: Iterable[Source]) -> list[str]:
    """Few names at the top, so that a newcomer reads them all. Names with a dot are for tools."""
    first = {source.path.split("/")[0] for source in sources}
    return sorted(name for name in first if name not in TOP and not name.startswith("."))


def machines(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}: {line.strip()[:80]}"
        for source in sources
        if source.path != "tests/architecture/test_repository.py"
        for line in source.text.splitlines()
        if MACHINE.search(line)
    ]


def secrets(sources: Iterable[Source]) -> list[str]:
    return [
        f"{source.path}: {found[0][:20]}…"
        for source in sources
        if source.path != "tests/architecture/test_repository.py"
        for found in SECRET.finditer(source.text)
    ]


def unpinned(sources: Iterable[Source]) -> list[str]:
    """A lock names one version and its checksums for every package."""
    return [
        f"{source.path}: {requirement.splitlines()[0]}"
        for source in sources
        if re.fullmatch(r"requirements(-dev)?\.txt", source.path)
        for requirement in re.split(r"\n(?=\S)", source.text)
        if not requirement.startswith("#")
        if not PIN.search(requirement) or "--hash=sha256:" not in requirement
    ]


def called_from_pages(sources: Iterable[Source]) -> list[str]:
    """A page loads nothing from elsewhere: neither script, style, font nor picture."""
    return [
        f"{source.path}: {found}"
        for source in sources
        if source.path.startswith(("templates/", "static/css/", "static/js/"))
        for found in ELSEWHERE.findall(source.text)
    ]


BREACHES: list[tuple[Rule, str, str]] = [
    (top_names, "scripts/deploy.sh", ""),
    (machines, "oms/demo.py", 'FILE = "/home/ada/orders.csv"'),
    (secrets, "oms/demo.py", "-----BEGIN RSA PRIVATE KEY-----"),
    (secrets, "oms/settings.py", 'SECRET_KEY = "h4tR9x0pQz7LmN2vB5cK8sW1yD6fG3jA"'),
    (unpinned, "requirements.txt", "flask>=3\n    --hash=sha256:00\n"),
    (unpinned, "requirements.txt", "flask==3.1.3\n"),
    (called_from_pages, "templates/base.html", '<script src="https://cdn.somewhere.net/x.js"></script>'),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREACHES)
def test_the_rule_finds_a_breach(rule: Rule, path: str, text: str) -> None:
    assert rule([Source(path, text)])


@pytest.mark.parametrize(
    "rule", dict.fromkeys(rule for rule, _, _ in BREACHES), ids=lambda rule: rule.__name__
)
def test_nothing_breaks(rule: Rule) -> None:
    assert rule(tracked()) == []


def test_what_others_made_is_here_unchanged_with_its_version() -> None:
    folder = ROOT / "static" / "vendor"
    listed, version = {}, ""
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        if line.startswith("#"):
            version = line
        else:
            digest, path = line.split("  ")
            assert re.search(r"\d+\.\d+", version), f"{path} has no version above it"
            listed[path] = digest
    files = [one for one in folder.rglob("*") if one.suffix in {".js", ".css", ".woff2"}]
    assert {
        one.relative_to(folder).as_posix(): hashlib.sha256(one.read_bytes()).hexdigest() for one in files
    } == listed
    for path in listed:
        assert (
            any(
                (parent / "LICENSE").exists() for parent in (folder / path).parents if parent != folder.parent
            )
            or (folder / f"{path.split('-')[0]}-LICENSE").exists()
        ), f"{path} comes without its licence"


def test_every_setting_is_in_the_readme() -> None:
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert rows == {field.name.upper() for field in fields(Settings)}


def test_every_command_in_the_readme_is_one(app: Flask) -> None:
    section = (ROOT / "README.md").read_text().partition("## Commands")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `([a-z -]+?)(?: --\w+| [A-Z].*)?` \|", section, re.MULTILINE)
    assert len(told) > 5
    runner = app.test_cli_runner()
    assert [one for one in told if runner.invoke(args=[*one.split(), "--help"]).exit_code] == []


def test_every_package_that_we_chose_has_its_reason() -> None:
    chosen = re.findall(r"^([\w-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    reasons = (ROOT / "oms" / "DECISIONS.md").read_text().casefold()
    assert [name for name in chosen if f"`{name}`" not in reasons] == []
