"""A model of texts on disk: what is read back is what was saved, or is refused."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from include.ml.manifest import ArtifactError
from include.ml.texts.artifact import TextArtifact, load_texts, save_texts
from include.ml.texts.fitting import fit_texts
from include.ml.texts.topics import find_topics
from tests.ml.texts.made_texts import QUICK, make_texts

ROWS = make_texts(400)


@pytest.fixture(scope="module")
def artifact() -> TextArtifact:
    model = fit_texts(QUICK, ROWS.iloc[:150], ROWS.iloc[150:220])
    bad = ROWS["stars"] <= 2
    topics = find_topics(QUICK, ROWS.loc[bad, "text"].tolist(), ROWS.loc[~bad, "text"].tolist())
    return TextArtifact(model, topics, date(2026, 3, 10), date(2026, 1, 1), date(2026, 2, 1))


def test_what_is_read_back_answers_alike(artifact: TextArtifact, tmp_path: Path) -> None:
    sha256 = save_texts(QUICK, artifact, tmp_path)
    again = load_texts(QUICK, tmp_path, sha256)
    texts = ROWS["text"].tolist()
    assert np.array_equal(again.model.compute_margins(texts), artifact.model.compute_margins(texts))
    assert again.model.explain(texts[0]) == artifact.model.explain(texts[0])
    for mine, theirs in zip(again.topics.assign(texts), artifact.topics.assign(texts), strict=True):
        assert np.array_equal(mine, theirs)
    assert again.topics.names == artifact.topics.names != ()
    assert (again.trained_for_day, again.reference_to) == (date(2026, 3, 10), date(2026, 2, 1))


def test_an_altered_file_is_refused(artifact: TextArtifact, tmp_path: Path) -> None:
    sha256 = save_texts(QUICK, artifact, tmp_path)
    (terms,) = tmp_path.glob("terms-*.json")
    terms.write_text(terms.read_text("utf-8").replace("chegou", "chegar"), "utf-8")
    with pytest.raises(ArtifactError, match=r"terms-.*sha256 differs"):
        load_texts(QUICK, tmp_path, sha256)
    with pytest.raises(ArtifactError, match="manifest"):
        load_texts(QUICK, tmp_path, "0" * 64)


def test_the_files_are_json_and_npz(artifact: TextArtifact, tmp_path: Path) -> None:
    save_texts(QUICK, artifact, tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".json", ".npz"}
    (arrays,) = tmp_path.glob("*.npz")
    with np.load(arrays, allow_pickle=False) as found:
        assert all(found[name].dtype == np.float64 for name in found.files)
