#!/bin/sh
# Boots a systemd of its own in a copy of this machine that is thrown away, and lets it run the shipped unit.
#   under_systemd.sh CHECKOUT PYTHON_PREFIX OUT
# Nothing outside OUT is changed: the copy is an overlay in memory, in a mount namespace and a network of its own.
# As root, where systemd-nspawn is (Debian: systemd-container).
set -eu
checkout=$1 prefix=$2 out=$3

memory=$out/memory root=$out/memory/root
mkdir -p "$memory"
mount -t tmpfs -o size=2g tmpfs "$memory"
mkdir "$memory/changed" "$memory/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$memory/changed,workdir=$memory/work" "$root"

# As docs/service.md says it.
chroot "$root" useradd --system --home-dir /var/lib/planner --shell /usr/sbin/nologin planner
ln -sfn "$checkout" "$root/opt/planner"
chroot "$root" install -d -o planner -g planner -m 0750 /var/lib/planner
chroot "$root" install -d -o root -g planner -m 0750 /etc/planner
cat > "$root/etc/planner/planner.env" <<SETTINGS
PLANNER_SERVE=/var/lib/planner/kota.gpkg --base-path /perencana
LD_LIBRARY_PATH=/opt/python/lib
SETTINGS
chroot "$root" chgrp planner /etc/planner/planner.env
chmod 0640 "$root/etc/planner/planner.env"
cp "$checkout/deploy/planner.service" "$root/etc/systemd/system/planner.service"

# The unit hides home folders, so an interpreter out of one is shown elsewhere.
mkdir "$root/opt/python"
mount --bind "$prefix" "$root/opt/python"
for name in python python3; do
    ln -sf /opt/python/bin/python3 "$root$checkout/.venv/bin/$name"
done
sed -i "s|$prefix|/opt/python|g" "$root$checkout/.venv/pyvenv.cfg"
chroot "$root" runuser -u planner -- env HOME=/var/lib/planner XDG_CACHE_HOME=/var/lib/planner/cache \
    PYTHONDONTWRITEBYTECODE=1 LD_LIBRARY_PATH=/opt/python/lib \
    /opt/planner/.venv/bin/planner copy-city /var/lib/planner/kota.gpkg > /dev/null

# Nothing but the unit and what looks at it.
echo 0123456789abcdef0123456789abcdef > "$root/etc/machine-id"
rm -rf "$root"/etc/systemd/system/*.wants
mkdir "$root/etc/systemd/system/multi-user.target.wants"
ln -s /etc/systemd/system/planner.service /etc/systemd/system/look.service \
    "$root/etc/systemd/system/multi-user.target.wants/"
cat > "$root/etc/systemd/system/look.service" <<'UNIT'
[Unit]
After=planner.service
[Service]
Type=oneshot
ExecStart=/bin/sh /look.sh
ExecStopPost=/bin/systemctl --no-block exit
StandardOutput=file:/look.txt
UNIT
cat > "$root/look.sh" <<'LOOK'
well() {
    for second in $(seq 60); do
        curl --silent --fail --output /dev/null http://127.0.0.1:8502/health && return
        sleep 1
    done
}
echo booted=$(ps --pid 1 --format comm=)
well
process=$(systemctl show planner --property MainPID --value)
echo active=$(systemctl is-active planner)
echo user=$(ps --pid "$process" --format user=)
echo capabilities=$(grep CapEff "/proc/$process/status" | cut --fields 2)
echo seccomp=$(grep Seccomp: "/proc/$process/status" | cut --fields 2)
echo health=$(curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8502/health)
echo page=$(curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8501/perencana/)
kill -9 "$process"
sleep 4
well
echo restarts=$(systemctl show planner --property NRestarts --value)
echo health_again=$(curl --silent --output /dev/null --write-out '%{http_code}' http://127.0.0.1:8502/health)
systemctl stop planner
echo stopped=$(systemctl show planner --property Result --value)
echo status=$(systemctl show planner --property ExecMainStatus --value)
echo last=$(journalctl --unit planner --output cat | grep '^{' | tail -1)
LOOK
# What systemd-nspawn itself notes down goes with this namespace too.
mount -t tmpfs tmpfs /run
systemd-nspawn --directory="$root" --boot --register=no --keep-unit --private-network --machine=planner-try \
    --console=pipe --link-journal=no --resolv-conf=off --timezone=off < /dev/null > "$out/console.txt" 2>&1 || true
cp "$root/look.txt" "$out/look.txt"
