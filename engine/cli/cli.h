/* The command line: what was asked for, and the words that every command shares.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef KK_CLI_CLI_H
#define KK_CLI_CLI_H

#include "kakuho.h"

enum { CLI_MANY = 200 }; /* of an option that may be given again and again */

/** What the command line says. Zero = not said. */
typedef struct {
    kk_ctx *K;
    const char *lang;     /* "ja", "en" */
    const char *output;   /* -o */
    const char *encoding; /* --input-encoding */
    const char *areas, *years;
    const char *base;                                              /* --base */
    const char *gap, *effort, *time_limit;                         /* of whole units */
    const char *set[CLI_MANY], *change[CLI_MANY], *vary[CLI_MANY]; /* [nset], [nchange], [nvary] */
    int nset, nchange, nvary;
    const char *jobs, *date, *shard, *keep; /* of batch */
    bool dry_run, merge;
    bool json, csv, markdown, causes, quiet, verbose, fail_on_unmet, explain, report, excel;
    int noperand;
    char **operand;
} cli;

/** One command: its words and its work. Sentences by kk_lang. */
typedef struct {
    const char *name;
    const char *operands; /* "SCENARIO", "[NAME]" */
    int least, most;      /* how many operands */
    const char *words;    /* fixed words that operands behind the first may be, blanks between; NULL = none */
    const char *options;  /* letters of the options it takes, see cli_options; h and L go with all */
    const char *summary[2];
    const char *examples[2]; /* "  kakuho ...   what it does", a line each, or a heading; --help begins with them */
    const char *more[2];     /* what else --help says; the exit codes last, behind CLI_EXIT_EN, _JA */
    int (*run)(cli *A);      /* the exit code */
} cli_command;

extern const cli_command command_init, command_check, command_plan, command_explain, command_compare, command_verify,
    command_report, command_sweep, command_whatif, command_batch, command_export, command_schema, command_version;

#define CLI_EXIT_EN "Exit: "
#define CLI_EXIT_JA "終了コード: "

/** One option. */
typedef struct {
    int letter;
    const char *name, *argument; /* "DIR", "PATH": a path; "ja|en": one of these; NULL: none */
    bool shown;                  /* -x is written, not --long alone */
    const char *text[2];
} cli_option;

/** All commands, in the order of --help, ended by NULL; all options, ended by one without a name. */
extern const cli_command *const cli_commands[];
extern const cli_option cli_options[];

/** What the program is for, in the words of --help and of its manual page. */
extern const char *const cli_purpose[2];

/** What the options say of loading a city; zero-initialise, and keep it while `options` is used. */
typedef struct {
    const char *set[CLI_MANY + 2];
    char gap[64], effort[64];
    kk_load_options options;
} cli_load;
const kk_load_options *load_options(const cli *A, cli_load *room);

/** Load the city that the first operand names, as the options say. */
kk_rc load_city(const cli *A, kk_city **out);

/** The language to speak: --lang, else the scenario's, else Japanese. */
kk_lang say_lang(const cli *A);

/** Choose the sentence of the language spoken. */
const char *say(const cli *A, const char *en, const char *ja) __attribute__((format_arg(2), format_arg(3)));

/** A failed call's message and findings to stderr; the exit code. */
int report_failure(const cli *A, kk_rc rc);

/** path without slashes at its end, and an ending behind it, in out [size]; false where it is too long. */
bool path_beside(const char *path, const char *ending, char *out, size_t size);

/** Where -o says, else beside the first operand, in dir [size]; NULL where the path is too long (it is said). */
const char *output_beside(const cli *A, const char *ending, char *dir, size_t size);

/** Explain a plan: the folder, unless dir is NULL, and what is said on standard output. The exit code. */
int explain_plan(const cli *A, const kk_plan *P, const char *dir);

/** Report the folders of plans [nplan] to a folder, and say so. The exit code. */
int report_plans(const cli *A, const char *const *plan, int nplan, const char *output);

/** Findings, one a line, and how many; to a stream (FILE *). */
void print_findings(const cli *A, void *stream, bool warnings_too);

#endif
