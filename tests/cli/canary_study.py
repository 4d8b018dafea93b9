"""A small study in whose data every text and every id is a canary: `CNRY-<n>`."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
from tests.folders import deliver, write

CANARY = "CNRY-"
ROWS = 40

STUDY = """\
title: {en: Canaries}
languages: [en]
missing:
  inapplicable: {kind: design, label: {en: Not applicable}}
  not_asked: {kind: design, label: {en: Not asked}}
  dont_know: {kind: item, label: {en: Don't know}}
waves:
  - {id: w1, year: 2014, missing_codes: {-1: dont_know}}
  - {id: w2, year: 2016, missing_codes: {-1: dont_know}}
panel: {child: child, cluster: village}
audit:
  person: {female: 2}
  child: {female: 1, household: hhid, place: village}
"""
CHOICES = """\
choices:
  sex@1: [{code: 1, label: {en: Male}}, {code: 2, label: {en: Female}}]
"""
QUESTIONS = """\
wave: w1
files:
  child: {path: "child*.dta", unit: child, key: [c_pid]}
  person: {path: "person*.dta", unit: person, key: [p_pid]}
questions:
  - {id: c_pid, raw: child.pid, type: text, concept: person_id, label: {en: Id}}
  - {id: c_hhid, raw: child.hhid, type: text, concept: household_id, label: {en: Household}}
  - {id: c_village, raw: child.village, type: text, concept: village, label: {en: Village}}
  - {id: c_name, raw: child.name, type: text, concept: child_name, label: {en: Name}}
  - {id: c_remark, raw: child.remark, type: text, concept: remark, label: {en: Remark}}
  - {id: c_sex, raw: child.sex, type: select_one sex@1, concept: sex, label: {en: Sex}}
  - {id: c_age, raw: child.age, type: integer, range: [0, 17], concept: age, label: {en: Age}}
  - {id: c_sad, raw: child.sad, type: integer, range: [0, 30], concept: sad, label: {en: Sad}}
  - {id: c_read, raw: child.read, type: integer, ask_if: c_age >= 6, concept: read, label: {en: R}}
  - {id: c_month, raw: child.month, type: month, concept: interview_month, label: {en: Month}}
  - {id: p_pid, raw: person.pid, type: text, concept: person_id, label: {en: Id}}
  - {id: p_hhid, raw: person.hhid, type: text, concept: household_id, label: {en: Household}}
  - {id: p_sex, raw: person.sex, type: select_one sex@1, concept: sex, label: {en: Sex}}
  - {id: p_birth, raw: person.birth, type: month, concept: birth_month, label: {en: Born}}
"""
CHILD = """\
table: child
label: {en: Children}
unit: child
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, concept: person_id, label: {en: Id}}
  - {name: hhid, type: text, sensitivity: identifier, concept: household_id, label: {en: Household}}
  - {name: village, type: text, sensitivity: identifier, concept: village, label: {en: Village}}
  - {name: name, type: text, sensitivity: identifier, concept: child_name, label: {en: Name}}
  - {name: remark, type: text, sensitivity: restricted, concept: remark, label: {en: Remark}}
  - {name: girl, type: boolean, concept: sex, label: {en: Girl}}
  - {name: age, type: integer, range: [0, 17], concept: age, label: {en: Age}}
  - {name: sad, type: integer, concept: sad, label: {en: Sad}}
  - {name: read, type: integer, concept: read, label: {en: Words}}
  - {name: month, type: month, concept: interview_month, label: {en: Month}}
"""
PERSON = """\
table: person
label: {en: Persons}
unit: person
key: [pid]
variables:
  - {name: pid, type: text, sensitivity: identifier, concept: person_id, label: {en: Id}}
  - {name: hhid, type: text, sensitivity: identifier, concept: household_id, label: {en: Household}}
  - {name: sex, type: nominal, concept: sex, label: {en: Sex},
     levels: [{code: 1, label: {en: Male}}, {code: 2, label: {en: Female}}]}
  - {name: birth, type: month, concept: birth_month, label: {en: Born}}
"""
SAME = {
    "child": ("pid", "hhid", "village", "name", "remark", "age", "sad", "read"),
    "person": ("pid", "hhid"),
}


def crosswalk() -> str:
    lines = ["variable,wave,source,rule,status,why,by,reviewed"]
    for wave in ("w1", "w2"):
        for table, names in SAME.items():
            lines += [f"{table}.{n},{wave},{table[0]}_{n},same,identical,,," for n in names]
        lines.append(f"child.girl,{wave},c_sex,map,identical,,,")
        lines.append(f"child.month,{wave},c_month,month YYYYMM,identical,,,")
        lines.append(f"person.sex,{wave},p_sex,map,identical,,,")
        lines.append(f"person.birth,{wave},p_birth,month YYYYMM,identical,,,")
    return "\n".join(lines) + "\n"


CODES = """\
variable,target,label,w1,w2
child.girl,1,Girl,2,2
child.girl,0,Boy,1,1
person.sex,1,Male,1,1
person.sex,2,Female,2,2
"""


def second_wave() -> str:
    lines = ["wave: w2", "files:"]
    lines.append('  child: {path: "child*.sav", unit: child, key: [c_pid]}')
    lines.append('  person: {path: "person*.dta", unit: person, key: [p_pid]}')
    lines.append("questions:")
    for line in QUESTIONS.splitlines():
        if line.startswith("  - {id:"):
            name, raw = line.split("id: ")[1].split(",")[0], line.split("raw: ")[1].split(",")[0]
            lines.append(f"  - {{id: {name}, raw: {raw}, like: w1.{name}}}")
    return "\n".join(lines) + "\n"


def definitions() -> dict[str, str]:
    return {
        "study.yaml": STUDY,
        "questionnaires/choices.yaml": CHOICES,
        "questionnaires/w1.yaml": QUESTIONS,
        "questionnaires/w2.yaml": second_wave(),
        "codebooks/child.yaml": CHILD,
        "codebooks/person.yaml": PERSON,
        "codebooks/crosswalk.csv": crosswalk(),
        "codebooks/codes.csv": CODES,
    }


def child(wave: int) -> pd.DataFrame:
    """Children of a wave: ids stay, names and remarks are new canaries."""
    fresh = count(1000 * wave)
    rng = np.random.default_rng(wave)
    return pd.DataFrame(
        {
            "pid": [f"{CANARY}{i}" for i in range(100, 100 + ROWS)],
            "hhid": [f"{CANARY}{i}" for i in range(200, 200 + ROWS)],
            "village": [f"{CANARY}{300 + i % 8}" for i in range(ROWS)],
            "name": [f"{CANARY}{next(fresh)}" for _ in range(ROWS)],
            "remark": [f"{CANARY}{next(fresh)}" for _ in range(ROWS)],
            "sex": [1.0 + i % 2 for i in range(ROWS)],
            "age": [6.0 + i % 8 + 2 * (wave - 1) for i in range(ROWS)],
            "sad": rng.integers(0, 30, ROWS).astype(float),
            "read": rng.integers(0, 50, ROWS).astype(float),
            "month": [2012.0 * 100 + 200 * wave + 7 + i % 3 for i in range(ROWS)],
        }
    )


def person(wave: int) -> pd.DataFrame:
    """Children and one grown-up of each household; birth months contradict each other."""
    grown_up = range(400 + 4 * wave, 400 + 4 * wave + ROWS)
    born = [200701.0 + (wave if i % 9 == 0 else 0) for i in range(ROWS)]
    return pd.DataFrame(
        {
            "pid": [f"{CANARY}{i}" for i in [*range(100, 100 + ROWS), *grown_up]],
            "hhid": [f"{CANARY}{i}" for i in [*range(200, 200 + ROWS)] * 2],
            "sex": [1.0 + i % 2 for i in range(ROWS)] * 2,
            "birth": [*born, *[197506.0] * ROWS],
        }
    )


def build(root: Path) -> Path:
    """The study with its deliveries; nothing is registered yet."""
    write(root, definitions())
    for wave in (1, 2):
        suffix = "dta" if wave == 1 else "sav"
        deliver(root, f"w{wave}/child.{suffix}", child(wave))
        deliver(root, f"w{wave}/person.dta", person(wave))
    return root
