"""Prints a row of compare.sh's table."""
import os
import socket
import statistics
import subprocess
import sys
import time
import zipfile

RUNS = 9
MB = 1 << 20
name, program, config, archive = sys.argv[1:]


def listens():
    try:
        socket.create_connection(("localhost", 14318), timeout=0.1).close()
        return True
    except OSError:
        return False


def run():
    """Returns the CPU in ms until it listens, and the memory in MB half a second later."""
    process = subprocess.Popen([program, "--config=" + config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not listens():
            if process.poll() is not None:
                sys.exit(f"{program} has ended")
            time.sleep(0.001)
        with open(f"/proc/{process.pid}/schedstat") as file:
            main = int(file.read().split()[0])
        cpu = sum(
            int(open(f"/proc/{process.pid}/task/{task}/schedstat").read().split()[0])
            for task in os.listdir(f"/proc/{process.pid}/task")
        )
        time.sleep(0.5)
        with open(f"/proc/{process.pid}/status") as file:
            resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
        return max(cpu, main) / 1e6, resident / 1024
    finally:
        process.kill()
        process.wait()


with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as out:
    out.write(program, "extensions/collector")
runs = [run() for _ in range(RUNS)]
print(
    f"| {name} | {os.path.getsize(program) / MB:.1f} | {os.path.getsize(archive) / MB:.1f} "
    f"| {statistics.median(cpu for cpu, _ in runs):.0f} | {statistics.median(memory for _, memory in runs):.0f} |"
)
