* Writes the s_* files into the folder it is run in: pspp make_pspp.sps (PSPP 1.6).
DATA LIST LIST /id (F8.0) q (F8.0) name (A12).
BEGIN DATA
1 1 "Ann"
2 -8 "Bob"
3 99 ""
4 . "Dora"
5 -1 "Eve"
END DATA.
VARIABLE LABELS q "Left home" name "First name".
VALUE LABELS q 1 "Yes" -8 "Refused" 99 "Other".
SAVE OUTFILE="s_none.sav" /UNCOMPRESSED.
SAVE OUTFILE="s_bytes.sav" /COMPRESSED.
SAVE OUTFILE="s_packed.zsav" /ZCOMPRESSED.
EXPORT OUTFILE="s_plain.por".
MISSING VALUES q (-9 THRU -1, 99).
SAVE OUTFILE="s_ranges.sav".
EXPORT OUTFILE="s_ranges.por".
MISSING VALUES q (99).
EXPORT OUTFILE="s_one.por".
MISSING VALUES q (LO THRU -1).
SAVE OUTFILE="s_open.sav".
EXPORT OUTFILE="s_open.por".
MISSING VALUES q ().
MISSING VALUES name ("Bob").
SAVE OUTFILE="s_words.sav".
EXPORT OUTFILE="s_words.por".

NEW FILE.
DATA LIST LIST /id (F8.0) d (ADATE10) lasts (DTIME12.0) t (TIME8) m (MOYR8) w (F8.3).
BEGIN DATA
1 05/17/2014 "3 04:05:06" 10:11:12 "MAY 2014" 0.125
2 12/31/1899 "0 00:00:01" 23:59:59 "JAN 1900" -1.5
END DATA.
SAVE OUTFILE="s_times.sav".

NEW FILE.
DATA LIST LIST /id (F8.0) why1 (F1.0) why2 (F1.0) why3 (F1.0).
BEGIN DATA
1 1 0 1
2 0 0 0
3 . . .
END DATA.
MRSETS /MDGROUP NAME=$why LABEL="Why" VARIABLES=why1 why2 why3 VALUE=1.
SAVE OUTFILE="s_sets.sav".

NEW FILE.
DATA LIST LIST /id (F8.0) said (A600) code (A4).
BEGIN DATA
1 "first" "AA  "
2 "second" " BB"
END DATA.
COMPUTE said = CONCAT(RPAD(RTRIM(said), 590, "x"), "end").
VARIABLE LABELS said "What was said, a label that is longer than eighty bytes, which some programs cut in the middle".
SAVE OUTFILE="s_long.sav".
