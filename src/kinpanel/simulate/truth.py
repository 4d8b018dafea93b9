"""The reference panel with known truth: what is in its frames."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Truth:
    """Everything that is true in one draw of the reference panel. Months count from January 1960.

    Of a panel drawn in blocks this is one block: `seed` is that of the block, and `before` counts
    the households of earlier blocks.

    `children`: one row per child: `pid`, `hhid`, `village`, `county`, `girl`, `birth_month`,
    `father_pid`, `mother_pid`, `disadvantage`, `weight`, `early` (mother or both away before 3),
    `gen2_father`, `gen2_mother` (that parent was left behind as a child), `hukou` (rural,
    non-rural).

    `child_waves`: one row per child aged 3 to 17 and wave, keyed by `pid`, `wave`:

    - interview: `interview_month`, `age` (years), `in_origin`, `tracked`, `responded` (interviewed
      with the child questionnaire), `returned` (lives in the origin household after a time in
      the city with a parent);
    - absence: `state` (B, F, M, FM), `reported_state` (as told; the truth but for the scenario
      misclassification), `years_both` (years of both away), and for father (f) and mother (m):
      `months_away_*` of the last twelve, `longest_*` (months of the longest absence without a
      break among these), `reported_months_*` and `reported_longest_*` (heaped);
    - latent, in standard deviations: `dep`, `cog`, `effect_dep`, `effect_cog`, `effect_haz` (their
      part caused by absence), `caregiver_mood` (high is low mood), `proxy_dep` (the child's
      depression as the caregiver sees it);
    - body: `haz` (height for age in standard deviations), `height_cm`, `weight_kg`;
    - contact: `video` (weekly, both away), `voice_week`, `video_week` (0 to 7 days a week),
      `messages_week`, `contact_lost` (a call a year or less), `visits_12` (of those away, last
      twelve months), `new_year_together`, `days_since_reunion` (0 where nobody is away),
      `days_together_f`, `days_together_m`, `days_together_12` (0 to 365; the last the smaller);
    - care: `caregiver` (1 mother, 2 father, 3 paternal grandparents, 4 maternal grandparents,
      6 other kin, 10 school, 12 nobody), `father_dead`, `mother_dead`;
    - school on 1 September: `enrolled`, `grade` (last one completed, 0 to 12), `repeated`,
      `boarding`;
    - tests, as if taken at every wave, NaN below 6: `word_score` (0-34), `math_score` (0-24),
      `recall_score` (0-10), `series_score` (0-15), raw, rising with age;
    - 0 or 1, NaN below 10: `ideation`, `says_dead_father`, `says_dead_mother`; below 6: `bullied`;
    - the household's: `shock`, `remittance_12`, `income_12` (yuan in twelve months);
    - before any non-response: `cesd_total` (0-24), `words` (0-34, the same at every age).

    `persons`: `pid`, `hhid`, `line`, `sex`, `birth_month`, `relation` (see `draw_persons`),
    `alive` (at the last interview), `death_month` (NA where alive), `education` (1 none,
    2 primary, 3 junior secondary, 4 senior secondary, 5 college; NA for children), `marital`
    (1 never, 2 married, 3 divorced, 4 widowed; at the last interview).

    `spells`: one row per stretch away without a break: `parent_pid`, `start_month`, `end_month`,
    `destination`, `reason` (see `draw_spells`), `boundary` (the widest border crossed: 1 township,
    2 county, 3 prefecture, 4 province, 5 country), `reason_detail` (1 work, 2 study, 3 care,
    4 divorced or left, 5 prison, 6 hospital, 7 military; 4 to 7 are the `reason` other),
    `with_child` (a child was along), `run` (the absence, from 0, of which breaks made several
    stretches), `forgotten` (not told once it ended more than 18 months before an interview).

    `answers`: one row per interview: `pid`, `wave`, `cesd1` ... `cesd8` as answered, from 0
    (rarely) to 3 (most days), `words`, `shock`; each NaN where `<name>__why` says dont_know,
    refused or inapplicable.

    `household_waves`: one row per household and wave: `hhid`, `wave`, `interview_month`,
    `remittance`, `income` (remittance included), `consumption`, `assets`, `debt` (yuan; the first
    three in twelve months), `land_mu`, `shock`.

    `village_waves`: one row per village and wave: `village`, `wave`, `migrant_share` (as the cadre
    states it), `distance_km`, `doctor_years` (of training), `clinic`, `network_4g`,
    `child_director`, `programme` (runs in the village; it has no effect).

    `presence`: one row per household and wave: `hhid`, `wave`, `father_01` ... `father_12`,
    `mother_01` ... `mother_12`: days at home (0 to 30) in each calendar month of the twelve before
    the interview.
    """

    seed: int
    scenario: str
    children: pd.DataFrame
    child_waves: pd.DataFrame
    persons: pd.DataFrame
    spells: pd.DataFrame
    answers: pd.DataFrame
    household_waves: pd.DataFrame
    village_waves: pd.DataFrame
    presence: pd.DataFrame
    before: int = 0
