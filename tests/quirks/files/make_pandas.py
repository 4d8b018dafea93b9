"""Writes the p_*.dta beside this script: `python make_pandas.py`. Made with pandas 3.1."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

HERE = Path(__file__).parent
STAMP = datetime(2020, 1, 1)  # noqa: DTZ001


def write(name: str, columns: dict, **options) -> None:
    options.setdefault("version", 118)
    frame = pd.DataFrame(columns)
    frame.to_stata(HERE / f"p_{name}.dta", write_index=False, time_stamp=STAMP, **options)


def basic() -> dict:
    return {
        "id": np.array([101, 102, 103], "int32"),
        "sex": np.array([1, 2, 1], "int8"),
        "small": np.array([1, -5, 30000], "int16"),
        "real": [1.5, np.nan, -3.25],
        "single": np.array([0.5, np.nan, 2.0], "float32"),
        "text": ["first", "", "third"],
    }


SEX = {"sex": {1: "Male", 2: "Female"}}
LONG = ["x" * 3000, "", "short"]
for version in (114, 117, 118, 119):
    write(f"{version}", basic(), version=version, value_labels=SEX)
for version in (114, 118):
    write(f"{version}_big", basic(), version=version, value_labels=SEX, byteorder=">")
write("117_strl", {"id": [1, 2, 3], "said": LONG}, version=117)
write("118_strl", {"id": [1, 2, 3], "said": LONG}, convert_strl=["said"])
write("119_strl", {"id": [1, 2, 3], "said": ["一二", "", "三"]}, version=119, convert_strl=["said"])
write("chinese", {"id": [1, 2], "place": ["北京", "成都"]}, variable_labels={"place": "户口所在地"})
write("latin", {"id": [1, 2], "place": ["Málaga", "Köln"]}, version=117)
days = pd.to_datetime(["2014-05-17", None, "1899-12-31"])
write(
    "dates",
    dict.fromkeys(("td", "tc", "tm", "ty"), days),
    convert_dates={"td": "td", "tc": "tc", "tm": "tm", "ty": "ty"},
)
write("float_ids", {"pid": np.array([110001101, 110001102, 110001103], "float32")})
write("leaked", {"q": [1, 2, 3], "r": [1.0, 2147483625.0, 2147483639.0]})
write("blanks", {"pid": ["A1 ", "A1", " A1"]}, version=114)
write("case", {"Q1": [1, 2], "q1": [3, 4]})
write("ends", {"mood": np.array([1, 7, 10], "int8")}, value_labels={"mood": {1: "Sad", 10: "Glad"}})
write("all_missing", {"id": [1, 2], "told": ["", ""], "age": [np.nan, np.nan]})
write("na_text", {"id": [1, 2, 3], "income": ["100", "NA", "250"]})
write("odk", {"id": [1, 2, 3], "why": ["1 3", "2", ""], "why_1": [1, 0, np.nan]})
write("weights_a", {"id": [1, 2], "w": np.array([0.123456789, 1.987654321], "float32")})
write("weights_b", {"id": [1, 2], "w": np.array([0.123456789, 1.987654321])})
write("roster", {"hh": [1, 2], "age_1": [30, 40], "age_2": [5.0, np.nan], "age_10": [np.nan, 3.0]})
write("no_rows", {"id": np.array([], "int32"), "age": np.array([], "float64")})
