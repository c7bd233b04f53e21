/* kakuho - childcare supply-demand planning.
 *
 * Copyright (C) 2026 The kakuho authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole public interface. The library never prints, never exits and never reads the clock, the locale or the
 * environment. A context owns everything that is made with it; free the context and all of it is gone.
 * One context is used by one thread at a time; see kk_thread_end().
 */
#ifndef KAKUHO_H
#define KAKUHO_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a call ended. The values are the exit codes of the program. */
typedef enum {
    KK_OK = 0,        /**< done */
    KK_EINPUT = 1,    /**< the input has problems: see the findings */
    KK_EUSAGE = 2,    /**< the call makes no sense (unknown name, a folder that is not a plan's) */
    KK_ECONFLICT = 3, /**< no plan exists: hard rules contradict each other; the message names them */
    KK_ETIME = 4,     /**< end() of the options said so before there was a plan; nothing was written */
    KK_EMORE = 5,     /**< the work allowed was not enough for any plan */
    KK_EJUDGE = 6,    /**< the judge rejects the plan; nothing was written */
    KK_ESYSTEM = 7    /**< files, memory or the solver failed */
} kk_rc;

typedef enum { KK_EN, KK_JA } kk_lang;

typedef struct kk_ctx kk_ctx;
typedef struct kk_city kk_city;                 /* the input, read and checked */
typedef struct kk_plan kk_plan;                 /* an answer: actions, assignment, tables */
typedef struct kk_verification kk_verification; /* what is right and wrong with the folder of a plan */
typedef struct kk_why kk_why;                   /* why a plan leaves children without a place */
typedef struct kk_comparison kk_comparison;     /* what differs between plans */
typedef struct kk_report kk_report;             /* plans, to be read and printed */
typedef struct kk_study kk_study;               /* a city planned with this and that changed */

/** One problem of the input. Strings live as long as the context. */
typedef struct {
    bool error;         /**< an error (nothing is planned) or a warning */
    const char *code;   /**< stable, such as "need.negative" */
    const char *file;   /**< as the user knows it, such as "need.csv" */
    int line, column;   /**< from 1; 0 where there is none. CSV: column counts fields, JSON and arguments: characters */
    const char *cell;   /**< spreadsheet name such as "D41"; "" where there is none */
    const char *field;  /**< column heading or path of the key; "" where there is none */
    const char *change; /**< the change that the row or cell comes from, "need.children*=1.05"; "" where none does */
    const char *sentence[2]; /**< what is wrong, by kk_lang ... */
    const char *text[2];     /**< ... and where the change stands */
} kk_finding;

/** What loading may be told from outside. Zero = defaults. */
typedef struct {
    const char *encoding;      /**< "utf-8", "cp932" or NULL: told apart file by file */
    const char *const *set;    /**< [nset] KEY=VALUE over the scenario, such as "years.last=2025" */
    const char *const *change; /**< [nchange] behind its changes, such as "need[class=c0].children*=1.05" */
    int nset, nchange;
} kk_load_options;

/** What one solved stage reports while planning; see kk_plan_options. */
typedef struct {
    const char *name; /**< "g1", "g3+g4", "closing units", "build" ... */
    long iterations;  /**< simplex iterations of this stage; 0 where it is none */
} kk_progress;

/** Where an earlier plan ended: another plan of a city of the same columns and rows takes less work from there, and is
 *  the same to the byte as from nowhere. Only the city's figures may differ. */
typedef struct kk_start kk_start;

/** How to plan. Zero = defaults. */
typedef struct {
    void (*on_progress)(void *info, const kk_progress *step); /**< called after every phase and stage, or NULL */
    void *info;
    bool (*stop)(void *info); /**< asked now and then once there is a plan: true = on to the next goal; or NULL */
    bool (*end)(void *info);  /**< asked now and then while there is none: true = give up (KK_ETIME); or NULL */
    kk_start *start;          /**< where to start from if that serves, and where this plan ends; or NULL */
} kk_plan_options;

/** Exact counters of a run: how the solver got to the plan, of which the plan itself says nothing. */
typedef struct {
    long rows, cols, nonzeros;                         /**< as stated by the model */
    long reduced_rows, reduced_cols, reduced_nonzeros; /**< as given to the solver */
    long goal_iterations, closing_iterations;          /**< simplex iterations of all goals and of the closing stages */
} kk_counters;

/** The version, such as "0.1.0". */
const char *kk_version(void);

/** Make a context; NULL when there is no memory. */
kk_ctx *kk_ctx_new(void);

/** Free a context and everything made with it. NULL is allowed. */
void kk_ctx_free(kk_ctx *K);

/** Give back what the solver keeps for the calling thread (GLPK's environment, some KiB), which no other can free. A
 *  thread that has planned calls this before it ends, its contexts freed; it may plan again afterwards. */
void kk_thread_end(void);

/** The message of the last failed call, "" if none failed; lives until the next call. */
const char *kk_message(const kk_ctx *K, kk_lang lang);

/** The number of findings kept so far, and how many there were of each severity (more than kept: after 20 of one code
 *  the rest is only counted). out_errors and out_warnings may be NULL. */
int kk_finding_count(const kk_ctx *K, int *out_errors, int *out_warnings);

/** Finding number i, in file and line order once kk_city_load() has returned. */
const kk_finding *kk_finding_at(const kk_ctx *K, int i);

/** How many of a code were found beyond those kept: code number i of such codes, NULL when there is none. */
const char *kk_findings_more(const kk_ctx *K, int i, int *out_more);

/** Input file number i as read, and its encoding ("utf-8", "cp932"); NULL when there are no more. */
const char *kk_input_at(const kk_ctx *K, int i, const char **out_encoding);

/** Read and check a city.
 *
 *  @param K        context
 *  @param path     a scenario file, or a folder: its base.json, or all defaults where there is none
 *  @param options  NULL = defaults
 *  @param out      the city, owned by K; untouched unless KK_OK
 *  @return KK_OK (warnings possible), KK_EINPUT (see the findings), KK_EUSAGE, KK_ESYSTEM
 */
kk_rc kk_city_load(kk_ctx *K, const char *path, const kk_load_options *options, kk_city **out);

/** The language that the scenario asks for; Japanese until one was read. */
kk_lang kk_ctx_lang(const kk_ctx *K);

/** Write the CSV tables of this context for Excel: a byte-order mark in front, lines ended by CR LF. Else neither. */
void kk_ctx_set_excel(kk_ctx *K, bool excel);

/** A start that is nowhere yet; K owns it and outlives the plans that it is given to. NULL when there is no memory. */
kk_start *kk_start_new(kk_ctx *K);

/** Plan a city: build the model, solve its goals in order, let the judge check the printed tables.
 *
 *  @param K        context that C was made with
 *  @param C        city; outlives *out
 *  @param options  NULL = defaults
 *  @param out      the judged plan, owned by K; untouched unless KK_OK
 *  @return KK_OK, KK_ECONFLICT (the message lists rules none of which can be dropped), KK_ETIME, KK_EMORE, KK_EJUDGE,
 *          KK_ESYSTEM
 */
kk_rc kk_city_plan(kk_ctx *K, const kk_city *C, const kk_plan_options *options, kk_plan **out);

/** What on_progress() may say is next: the goals that are solved for after i stages of goals, "goal 2 of 7, new seats";
 *  NULL when there are no more. */
kk_rc kk_city_stage(kk_ctx *K, const kk_city *C, int i, kk_lang lang, const char **out);

/** After KK_ECONFLICT: write the contradiction to a folder of its own: conflict.csv and input/, whole or not at all. */
kk_rc kk_conflict_write(kk_ctx *K, const kk_city *C, const char *dir);

/** Exact counters of the run that made a plan. */
void kk_plan_counters(const kk_plan *P, kk_counters *out);

/** Whether stop() of the options cut the search for whole units short: there may be a better plan. */
bool kk_plan_stopped(const kk_plan *P);

/** Whether every promise is kept. */
bool kk_plan_kept(const kk_plan *P);

/** The summary of a plan for the terminal (at most 80 columns, 24 lines) or, with json, for machines.
 *
 *  @param dir   the folder that was written, or NULL; named in the last line
 *  @param out   text, owned by K
 */
kk_rc kk_plan_summary(kk_ctx *K, const kk_plan *P, kk_lang lang, bool json, const char *dir, const char **out);

/** Write the folder of a plan, whole or not at all.
 *
 *  @param dir  new, empty, or a plan's folder, which is replaced in one step
 *  @return KK_OK, KK_EUSAGE (not a plan's folder, or it holds other files), KK_ESYSTEM (what was there is still there)
 */
kk_rc kk_plan_write(kk_ctx *K, const kk_plan *P, const char *dir);

/** Read a plan's folder back. Its input is planned again, so that what follows speaks of the plan as it is printed:
 *  every table of the folder must come out the same.
 *
 *  @return KK_OK, KK_EINPUT, KK_EUSAGE (not a plan's folder), KK_EJUDGE (a table or the input was changed since, or
 *          another version made the plan), KK_ECONFLICT, KK_ESYSTEM
 */
kk_rc kk_plan_read(kk_ctx *K, const char *dir, kk_plan **out);

/** Explain a plan: which limits are to blame for what it leaves missing, each confirmed by planning again without it,
 *  and what a little more of them would bring; what each action is for, and why other options are left out; what the
 *  rules cost.
 *
 *  @param P    plan of kk_city_plan() or kk_plan_read(), not changed; outlives *out
 *  @param out  the explanation, owned by K; untouched unless KK_OK
 */
kk_rc kk_plan_explain(kk_ctx *K, const kk_plan *P, const kk_why **out);

/** An explanation for the terminal (at most 80 columns) or, with json, for machines.
 *
 *  @param dir  the folder that was written, or NULL; named in the last line
 *  @param out  text, owned by K
 */
kk_rc kk_why_summary(kk_ctx *K, const kk_why *Y, kk_lang lang, bool json, const char *dir, const char **out);

/** Write the folder of an explanation, whole or not at all: why.csv, causes.csv, actions.csv,
 *  rules.csv, and why.json, which lists them.
 *
 *  @param dir  new, empty, or an explanation's folder, which is replaced in one step
 *  @return KK_OK, KK_EUSAGE (another folder, or it holds other files), KK_ESYSTEM (what was there is still there)
 */
kk_rc kk_why_write(kk_ctx *K, const kk_why *Y, const char *dir);

/** Compare the folders of two or more plans; the first is the base.
 *
 *  @param dir     [ndir] folders; every file in them must be as it was written
 *  @param causes  also plan again with each changed table alone, and without it
 *  @param out     what differs, owned by K; untouched unless KK_OK
 *  @return KK_OK, KK_EUSAGE (no plan's folder; no area or no year in common), KK_EJUDGE (a file was changed since),
 *          KK_ESYSTEM (also where this version no longer accepts a plan's input: see the findings)
 */
kk_rc kk_plans_compare(kk_ctx *K, const char *const *dir, int ndir, bool causes, const kk_comparison **out);

/** Whether anything differs that the plans depend on, or in them. */
bool kk_comparison_differs(const kk_comparison *X);

typedef enum { KK_TERMINAL, KK_MARKDOWN, KK_JSON } kk_style;

/** What differs, for the terminal (80 columns), as Markdown or for machines; out is owned by K. */
kk_rc kk_comparison_text(kk_ctx *K, const kk_comparison *X, kk_lang lang, kk_style style, const char **out);

/** Write a folder of tables (CSV) and compare.json, whole or not at all.
 *
 *  @param dir  new, empty, or a comparison's folder, which is replaced in one step
 *  @return KK_OK, KK_EUSAGE (another folder), KK_ESYSTEM
 */
kk_rc kk_comparison_write(kk_ctx *K, const kk_comparison *X, const char *dir);

/** Verify the folder of a plan from its input and its tables: every rule, every printed number, and that no plan is
 *  better in any goal, by the multipliers of proof.json, all in exact arithmetic. No solver takes part: the program
 *  kakuho-verify links none.
 *
 *  @param dir  the folder of a plan, or of a contradiction: that no plan keeps its rules is then proved the same way
 *  @param out  what was found, owned by K; set with KK_OK and KK_EJUDGE
 *  @return KK_OK (all is right), KK_EJUDGE (something is wrong: out says what), KK_EUSAGE (no such folder),
 *          KK_ESYSTEM (a file cannot be read)
 */
kk_rc kk_plan_verify(kk_ctx *K, const char *dir, const kk_verification **out);

/** What was found, in words for the terminal, or as JSON or CSV for machines; out is owned by K. */
typedef enum { KK_IN_WORDS, KK_IN_JSON, KK_IN_CSV } kk_form;
kk_rc kk_verification_text(kk_ctx *K, const kk_verification *V, kk_lang lang, kk_form form, const char **out);

/** Read the folders of one or more plans for a report, as they are printed. Why a plan leaves something short is read
 *  from DIR.why beside its folder where that is of this plan, else explained now.
 *
 *  @param dir  [ndir] folders; every file in them must be as it was written
 *  @param out  owned by K; untouched unless KK_OK
 *  @return KK_OK, KK_EUSAGE (no plan's folder; no area or no year in common), KK_EJUDGE (a file was changed since),
 *          KK_ESYSTEM (also where this version no longer accepts a plan's input: see the findings)
 */
kk_rc kk_plans_report(kk_ctx *K, const char *const *dir, int ndir, const kk_report **out);

/** Write the folder of a report, whole or not at all: report.html, one page that needs no other file; the workbook
 *  plan.xlsx, of several plans plan-A.xlsx, plan-B.xlsx ...; report.json, which lists them. The workbook is made by
 *  libxlsxwriter, which is opened for it; in a host that exports lxw_tmpfile of this library there are no temporary
 *  files.
 *
 *  @param dir  new, empty, or a report's folder, which is replaced in one step
 *  @return KK_OK, KK_EUSAGE (another folder, or it holds other files, or one was changed since), KK_EJUDGE (another
 *          version made the plan), KK_ESYSTEM (what was there is still there)
 */
kk_rc kk_report_write(kk_ctx *K, const kk_report *R, kk_lang lang, const char *dir);

/** Who is told how many cases of a study are planned. */
typedef void kk_told(void *info, int done, int of);

/** Plan every point of a grid of changes.
 *
 *  @param path, options  the city, as kk_city_load() takes them
 *  @param vary  [nvary] changes as --change has them, with several values: "need.children*=0.9,1,1.1", or
 *               "need.children*=0.9:1.1:0.05" for from:to:step
 *  @param told  called after every point, or NULL
 *  @param out   owned by K; untouched unless KK_OK. A point whose hard rules contradict each other is one of it
 *  @return KK_OK, KK_EINPUT (see the findings: of the city, of vary, of what a value makes of the input), KK_EUSAGE (no
 *          such city, nothing to vary), KK_ESYSTEM
 */
kk_rc kk_city_sweep(kk_ctx *K, const char *path, const kk_load_options *options, const char *const *vary, int nvary,
                    kk_told *told, void *info, const kk_study **out);

/** Plan a city as it is, and with the ready-made what-ifs: births-low, births-high, take-up, budget, slip, firm-only,
 *  no-links, no-existing-first.
 *
 *  @param name  [nname] some of them; nname 0: all
 *  @param out   owned by K; untouched unless KK_OK. What does not apply to the city is in it as such
 *  @return KK_OK, KK_EINPUT (see the findings), KK_EUSAGE (no such city, no such name), KK_ECONFLICT (the city as it is
 *          has no plan), KK_ESYSTEM
 */
kk_rc kk_city_whatif(kk_ctx *K, const char *path, const kk_load_options *options, const char *const *name, int nname,
                     kk_told *told, void *info, const kk_study **out);

/** How many cases of a study have a plan. */
int kk_study_planned(const kk_study *S);

/** A study for the terminal (80 columns) or, with json, for machines.
 *
 *  @param dir  the folder that was written, or NULL; named in the last line
 *  @param out  text, owned by K
 */
kk_rc kk_study_summary(kk_ctx *K, const kk_study *S, kk_lang lang, bool json, const char *dir, const char **out);

/** Write the folder of a study, whole or not at all: sweep.csv or whatif.csv, figures.csv, actions.csv, the input, and
 *  sweep.json or whatif.json, which lists them.
 *
 *  @param dir  new, empty, or such a folder, which is replaced in one step
 *  @return KK_OK, KK_EUSAGE (another folder, or it holds other files), KK_ESYSTEM (what was there is still there)
 */
kk_rc kk_study_write(kk_ctx *K, const kk_study *S, const char *dir);

/** Write the city's model for other solvers: GMPL data (".dat", for models/planning.mod), ".mps" or ".lp", by the
 *  ending of path. The file is written whole or not at all. */
kk_rc kk_city_export(kk_ctx *K, const kk_city *C, const char *path);

/** Make a small city in a new or empty folder.
 *
 *  @param areas  comma-separated labels, or NULL: a made-up city with numbers that plans at once
 *  @param years  "2025-2029", or NULL; with areas: all rows made, the numbers left empty
 */
kk_rc kk_city_init(kk_ctx *K, const char *dir, const char *areas, const char *years);

/** The schema of the scenario ("scenario": JSON Schema) or of a table ("need", ...: Table Schema); with name NULL the
 *  list of names, one a line. KK_EUSAGE for any other name. */
kk_rc kk_schema(kk_ctx *K, const char *name, const char **out);

#ifdef __cplusplus
}
#endif

#endif
