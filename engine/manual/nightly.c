/* The page of the nightly batch: manifest, store, what runs it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "batch/night.h"
#include "manual/manual.h"
#include "manual/roff.h"

typedef struct {
    const char *name;
    const char *text[2]; /* by kk_lang */
} item;

static const item MANIFEST[] = {
    {"kakuho_batch", {"1: the version of this format. Required.", "1：この形式の版。必須。"}},
    {"scenarios",
     {"list: {\"id\": …, \"path\": …} names a scenario or the folder of a city, {\"glob\": …} all files that are "
      "like a pattern. Paths lead from the folder of the manifest. An id that is not given is the path without .json; "
      "it "
      "is the name of the plan's folder. Required.",
      "リスト：{\"id\": …, \"path\": …} はシナリオまたは市のフォルダ一つ、{\"glob\": …} "
      "はパターンに合う全てのファイル。パスはマニフェストのあるフォルダから。id を省くと .json "
      "を除いたパスになり、計画のフォルダ名になります。必須。"}},
    {"options",
     {"for all scenarios: set and change, lists of what kakuho plan takes as --set and --change; input_encoding.",
      "全シナリオ共通：set と change（kakuho plan の --set、--change と同じもののリスト）、input_encoding。"}},
    {"limits",
     {"of one scenario: seconds (3600 unless given), memory_mib, work (simplex iterations); of the whole night: "
      "night_seconds. What is over a limit fails and never gives a plan; what the night does not reach is not reached.",
      "一つのシナリオ：seconds（省略時 "
      "3600）、memory_mib、work（単体法の反復回数）。一晩全体：night_seconds。制限を超えたものは失敗となり、計画は作り"
      "ません。時間内に始まらなかったものは未計算です。"}},
};

static const item STORE[] = {
    {"plans/ID/",
     {"the last good plan of a scenario, byte for byte as kakuho plan -o writes it, replaced whole. Its files are "
      "read-only and may be links to objects/. A folder that somebody changed is moved to set-aside/DATE/ID.",
      "各シナリオの最後の正しい計画。kakuho plan -o と同じ内容で、丸ごと置き換わります。ファイルは読み取り専用で、"
      "objects/ とリンクされています。誰かが変更したフォルダは set-aside/日付/ID に移します。"}},
    {"nights/DATE/nightly.csv",
     {"one row for each scenario: its state against the night before, since when its plan is stale or a promise "
      "broken, the reason of a failure, promises, goals.",
      "シナリオごとに 1 "
      "行：前の夜と比べた状態、計画が古いまま・目標未達のままの場合はいつからか、失敗の理由、目標、目的の値。"}},
    {"nights/DATE/before/ID/",
     {"what the plan was that this night replaced; kept for --keep nights.",
      "その夜に置き換えた前の計画。--keep の夜数だけ残します。"}},
    {"objects/", {"every file once, by its SHA-256.", "全てのファイルを一つずつ（名前は SHA-256）。"}},
};

static const char CRON[] = "0 2 * * *  cd /var/lib/kakuho && kakuho batch nightly.json -o store -q";
static const char SYSTEMD[] = "# /etc/systemd/system/kakuho-nightly.service\n"
                              "[Service]\n"
                              "Type=oneshot\n"
                              "User=kakuho\n"
                              "WorkingDirectory=/var/lib/kakuho\n"
                              "ExecStart=/usr/bin/kakuho batch nightly.json -o store --keep 30\n"
                              "SuccessExitStatus=8\n"
                              "\n"
                              "# /etc/systemd/system/kakuho-nightly.timer\n"
                              "[Timer]\n"
                              "OnCalendar=*-*-* 02:00\n"
                              "Persistent=true\n"
                              "[Install]\n"
                              "WantedBy=timers.target";
static const char SLURM[] = "# night.sh\n"
                            "#!/bin/sh\n"
                            "exec kakuho batch nightly.json -o store --jobs 1 --date $1\n"
                            "\n"
                            "# the night\n"
                            "day=2026-04-01\n"
                            "job=$(sbatch --parsable --requeue --array=1-8 night.sh $day)\n"
                            "sbatch --dependency=afterany:$job --wrap \\\n"
                            "  \"kakuho batch nightly.json -o store --merge --date $day\"";
static const char KUBERNETES[] = "apiVersion: batch/v1\n"
                                 "kind: Job\n"
                                 "metadata: {name: kakuho-night}\n"
                                 "spec:\n"
                                 "  completions: 8\n"
                                 "  parallelism: 8\n"
                                 "  completionMode: Indexed\n"
                                 "  template:\n"
                                 "    spec:\n"
                                 "      restartPolicy: OnFailure\n"
                                 "      containers:\n"
                                 "      - name: kakuho\n"
                                 "        image: kakuho\n"
                                 "        workingDir: /data\n"
                                 "        command: [kakuho, batch, nightly.json, -o, store]\n"
                                 "        args: [--date, 2026-04-01]\n"
                                 "        env: [{name: KAKUHO_SHARDS, value: \"8\"}]\n"
                                 "        volumeMounts: [{name: data, mountPath: /data}]\n"
                                 "      volumes:\n"
                                 "      - name: data\n"
                                 "        persistentVolumeClaim: {claimName: kakuho}";
static const char MPI[] = "mpirun kakuho batch nightly.json -o store --jobs 1 --date 2026-04-01\n"
                          "kakuho batch nightly.json -o store --merge --date 2026-04-01";

static void items(kk_text *T, kk_lang lang, const item *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        kk_roff_line(T, ".TP");
        kk_roff_font(T, 'B', list[i].name);
        kk_text_add(T, "\n");
        kk_roff_prose(T, list[i].text[lang]);
    }
}

static void listing(kk_text *T, const char *text)
{
    kk_roff_line(T, ".nf");
    kk_roff_text(T, text);
    kk_text_add(T, "\n");
    kk_roff_line(T, ".fi");
}

const char *kk_manual_nightly(kk_ctx *K, kk_lang lang)
{
    kk_text T = {.K = K};
    bool en = lang == KK_EN;
    kk_roff_begin(&T, lang, "kakuho-nightly", "5",
                  en ? "manifest and store of the nightly batch" : "夜間計算のマニフェストと保存先");
    kk_roff_section(&T, lang, "DESCRIPTION", "説明");
    kk_roff_prose(&T,
                  en ? "kakuho batch computes every scenario that a manifest names, each in its turn, and keeps the "
                       "last good plan of each in a store. A scenario of which nothing changed (its files, the "
                       "options, the version of kakuho) is not computed again. A scenario that fails costs itself "
                       "alone: its last good plan stays."
                     : "kakuho batch "
                       "はマニフェストにある全てのシナリオを計算し、それぞれの最後の正しい計画を保存先に残します。"
                       "ファイル、オプション、kakuho "
                       "の版のどれも変わっていないシナリオは計算し直しません。失敗したシナリオの影響はそのシナリオ"
                       "だけで、最後の正しい計画は残ります。");
    kk_roff_section(&T, lang, "MANIFEST", "マニフェスト");
    listing(&T, "{\"kakuho_batch\": 1,\n"
                " \"scenarios\": [{\"path\": \"sapporo/base.json\"}, {\"glob\": \"*/*.json\"}],\n"
                " \"limits\": {\"seconds\": 600, \"memory_mib\": 512, \"night_seconds\": 14400}}");
    items(&T, lang, MANIFEST, sizeof MANIFEST / sizeof *MANIFEST);
    kk_roff_section(&T, lang, "STORE", "保存先");
    items(&T, lang, STORE, sizeof STORE / sizeof *STORE);
    kk_roff_section(&T, lang, "STATES", "状態");
    kk_roff_prose(&T, en ? "Against the night before, in the column state of nightly.csv:"
                         : "前の夜と比べて、nightly.csv の列 state：");
    for (int s = 0; s < KK_NSTATE; s++) {
        kk_text_add(&T, s ? ", " : "");
        kk_roff_font(&T, 'B', kk_night_word[s][KK_EN]);
        if (!en)
            kk_roff_text(&T, kk_format(K, "（%s）", kk_night_word[s][KK_JA]));
    }
    kk_text_add(&T, "\n");
    kk_roff_section(&T, lang, "EVERY NIGHT", "毎晩動かす");
    kk_roff_prose(&T, en ? "With cron, which mails the one line that is printed:"
                         : "cron（出力の 1 行がメールで届きます）：");
    listing(&T, CRON);
    kk_roff_prose(&T, en ? "With systemd; after these files: systemctl enable --now kakuho-nightly.timer"
                         : "systemd（ファイルを置いてから systemctl enable --now kakuho-nightly.timer）：");
    listing(&T, SYSTEMD);
    kk_roff_section(&T, lang, "SEVERAL MACHINES", "複数の計算機");
    kk_roff_prose(
        &T,
        en ? "Parts of a manifest are computed side by side into one store, which all machines see; --merge "
             "ends the night. Which part, --shard says, else the environment: of a Slurm array, of a "
             "Kubernetes Job that is indexed (its completions also as KAKUHO_SHARDS), of Open MPI. A part "
             "that is killed is simply started again; one that came to its end exits with 0 whatever it found, so "
             "that no engine starts it again or stops the others: --merge exits with 8 or 9. Name the night "
             "by --date where it passes midnight."
           : "マニフェストを分けて、全ての計算機から見える一つの保存先に並行して計算し、--merge "
             "で締めます。どの部分かは --shard か、環境変数（Slurm のアレイジョブ、Kubernetes の Indexed "
             "Job（completions を KAKUHO_SHARDS にも書く）、Open "
             "MPI）で決まります。中断した部分は、もう一度起動するだけで続きます。最後まで計算した部分は結果によらず 0 "
             "で終わり（再起動や他の部分の停止を避けるため）、8 と 9 は --merge が返します。日付をまたぐときは "
             "--date で夜の名前を決めてください。");
    kk_roff_subsection(&T, "Slurm");
    listing(&T, SLURM);
    kk_roff_subsection(&T, "Kubernetes");
    listing(&T, KUBERNETES);
    kk_roff_subsection(&T, "Open MPI");
    listing(&T, MPI);
    kk_roff_section(&T, lang, "SEE ALSO", "関連項目");
    kk_roff_font(&T, 'B', "kakuho-batch");
    kk_text_add(&T, "(1),\n");
    kk_roff_font(&T, 'B', "kakuho-scenario");
    kk_text_add(&T, "(5)\n");
    return kk_text_get(&T);
}
