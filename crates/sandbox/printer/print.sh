#!/bin/sh
# The print command of the sandbox's printer: plays a dye-sub that takes its time, runs out of
# paper, jams, and counts what it has left.
#
# What it does: waits as long as a sheet takes, keeps the sheet as it was received in
#   sheets/sheet-NNN-JOBNAME.jpg with the job's attributes beside it in tickets/, and counts down.
#   ippeveprinter reads the ATTR: and STATE: lines from stderr.
# What it needs: a POSIX sh and coreutils; ippeveprinter (Debian: cups-ipp-utils), which must be
#   given this file by its absolute path. The folder is named by SANDBOX_PRINTER_DIR.
# Obeys, in control/: prints-left (a number), half-sheet-seconds (a number, half of what a sheet
#   takes), and the faults, while a file of that name is there: out-of-paper, jam, lie.

set -eu
job=$1
control=$SANDBOX_PRINTER_DIR/control
sheets=$SANDBOX_PRINTER_DIR/sheets
tickets=$SANDBOX_PRINTER_DIR/tickets
roll=400

prints_left() {
  cat "$control/prints-left"
}

# Says how many prints are left, as ribbon, as sentence and as supply.
report_supplies() {
  left=$(prints_left)
  echo "ATTR: marker-levels=$((left * 100 / roll)) marker-message=\"$left native prints remaining on 4x6 media\"" >&2
  echo "ATTR: printer-supply=\"type=inkRibbon;maxcapacity=$roll;level=$left;class=supplyThatIsConsumed;unit=impressions;colorantname=multi;\"" >&2
}

# Waits a moment for the technician; gives up when the printer itself is gone.
wait_for_technician() {
  kill -0 "$PPID"
  sleep 0.05
}

# The sandbox sends this job when paper is loaded while nothing is printing: supplies can only be
# reported by a job.
if [ "${IPP_JOB_NAME:-}" = sandbox-report-supplies ]; then
  report_supplies
  exit 0
fi

sleep "$(cat "$control/half-sheet-seconds")"

if [ -e "$control/out-of-paper" ] || [ "$(prints_left)" -le 0 ]; then
  echo "STATE: +media-empty" >&2
  while [ -e "$control/out-of-paper" ] || [ "$(prints_left)" -le 0 ]; do
    wait_for_technician
  done
  report_supplies
  echo "STATE: -media-empty,media-needed" >&2
fi

if [ -e "$control/jam" ]; then
  echo "STATE: +media-jam" >&2
  while [ -e "$control/jam" ]; do
    wait_for_technician
  done
  echo "STATE: -media-jam" >&2
  exit 1
fi

sleep "$(cat "$control/half-sheet-seconds")"

if [ -e "$control/lie" ]; then
  exit 0
fi

number=$(($(cat "$control/sheets-printed") + 1))
name=$(printf %s "${IPP_JOB_NAME:-untitled}" | tr -c 'A-Za-z0-9._-' _ | cut -c 1-100)
sheet=$(printf 'sheet-%03d-%s' "$number" "$name")
env | grep -E '^(IPP_|CONTENT_TYPE)' | sort > "$tickets/$sheet.txt"
cp -- "$job" "$sheets/.$sheet.part"
mv -- "$sheets/.$sheet.part" "$sheets/$sheet.jpg"
echo "$number" > "$control/sheets-printed"
echo $(($(prints_left) - 1)) > "$control/prints-left"

report_supplies
if [ "$(prints_left)" -le 0 ]; then
  echo "STATE: +media-empty" >&2
fi
echo "ATTR: job-impressions=1 job-impressions-completed=1" >&2
