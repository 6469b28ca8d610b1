"""An ingest that is killed at any moment, again and again, over an archive that grows."""

import signal
import time
from random import Random

import pytest
import store_fakes
from store_fakes import assert_whole, found_by_meaning, found_by_words, ingest, open_archive, write_files

WORDS = """совет форум женщин навдиз грант протокол решение план отчёт kengash anjuman ayollar hisobot
council forum women grant report plan кеңес әйелдер жоспар есеп шешім хотин-қизлар кенгаш""".split()
ADDED, CHANGED, REMOVED = 4, 2, 1
"""Files of each round."""


def invented(random):
    """Paragraphs that differ from document to document, or nearly repeat one."""
    paragraphs = [" ".join(random.choices(WORDS, k=25)) for _ in range(random.randint(1, 4))]
    return "\n\n".join(f"{paragraph} {random.randint(1, 10**9)}." for paragraph in paragraphs)


def change_files(folder, number, random):
    """One round of a council's life: some files come, change, move and go."""
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    changed = random.sample(names, min(CHANGED, len(names)))
    gone = random.sample([name for name in names if name not in changed], REMOVED if len(names) > 20 else 0)
    texts = {f"{number}-{count}.txt": invented(random) for count in range(ADDED)}
    if names:
        first = (folder / names[0]).read_text()
        texts[f"{number}-copy.txt"] = first if number % 2 else first + " И ещё слово."
    write_files(folder, {**texts, **{name: invented(random) for name in changed}, **dict.fromkeys(gone)})


def state(archive):
    """All that an archive holds, ids and times of its own aside."""
    documents = {
        document.name: (
            document.title,
            document.sha256,
            document.status,
            archive.text(document.name).text,
            tuple(node.text for node in archive.passages_of(document.name)),
        )
        for document in archive.documents()
    }
    copies = {copy.path for copy in archive.catalog.copies()}
    # Which of several files of the same bytes is the document depends on when each was met.
    by_text = sorted((title is not None, *rest) for title, *rest in documents.values())
    return by_text, len(copies)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.stress)])
def test_killed_at_random_points_of_a_growing_archive(processes, tmp_path, kills):
    random = Random(20240527)
    files, store = tmp_path / "files", tmp_path / "store"
    longest, killed = 1.0, 0
    for number in range(kills):
        change_files(files, number, random)
        process = processes.Process(target=store_fakes.ingest_in, args=(store, files))
        started = time.monotonic()
        process.start()
        process.join(random.uniform(0, longest))
        if process.is_alive():
            process.kill()
        process.join()
        if process.exitcode == 0:
            longest = 0.8 * longest + 0.2 * (time.monotonic() - started)
        else:
            assert process.exitcode == -signal.SIGKILL
            killed += 1
            longest *= 1.05  # so that kills come at the end of an ingest too
        with open_archive(store) as archive:
            with archive.writing():
                pass
            assert archive.check() == []
            assert_whole(archive)
            for document in archive.documents():
                line = archive.text(document.name).text.splitlines()[0]
                assert document.name in found_by_words(archive, line, 50)
                break
    assert killed >= kills / 10  # how many is left to chance: enough that it is tried at all
    with open_archive(store) as archive, open_archive(tmp_path / "undisturbed") as undisturbed:
        ingest(archive, files)
        ingest(undisturbed, files)
        assert archive.check() == undisturbed.check() == []
        assert state(archive) == state(undisturbed)
        assert {frozenset(group) for group in archive.near_copies().values()} != set()
        line = undisturbed.text(undisturbed.documents()[-1].name).text.splitlines()[0]
        texts = [
            {archive_.text(name).text for name in found_by_meaning(archive_, line, 5)}
            for archive_ in (archive, undisturbed)
        ]
        assert texts[0] & texts[1]
        assert_whole(archive)
