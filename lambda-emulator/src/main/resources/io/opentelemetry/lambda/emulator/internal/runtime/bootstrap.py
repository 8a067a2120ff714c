"""Starts AWS's awslambdaric with the search path that Lambda documents.

Written for the local Lambda from that documentation; it is not AWS's own bootstrap.py.
https://docs.aws.amazon.com/lambda/latest/dg/python-package.html#python-package-searchpath
"""

import os
import site
import sys


def set_search_path(task_root, has_own_path):
    layers = []
    if not has_own_path:
        version = "python%d.%d" % sys.version_info[:2]
        layers = ["/opt/python/lib/%s/site-packages" % version, "/opt/python"]
    sys.path[:0] = [task_root] + layers
    # for .pth files
    for folder in [task_root] + layers:
        site.addsitedir(folder)
    if not has_own_path:
        os.environ["PYTHONPATH"] = os.environ["LAMBDA_RUNTIME_DIR"]


def main():
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    set_search_path(task_root, "PYTHONPATH" in os.environ)
    from awslambdaric.__main__ import main as run

    run([task_root, os.environ["_HANDLER"]])


if __name__ == "__main__":
    main()
