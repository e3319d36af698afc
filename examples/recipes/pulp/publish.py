#!/usr/bin/env python3
"""publish.py FOLDER NAME TEXT: puts a file of that text into a folder of the site.

The file goes into the object store, a worker makes a new version of the folder's repository and publishes it, and it is
there at /pulp/content/FOLDER/NAME.
"""

import os
import sys
import time

import requests

SERVER = "http://localhost:24817"
API = "/pulp/api/v3/"
PATIENCE = 120  # seconds

session = requests.Session()
session.auth = ("admin", open("/run/secrets/admin_password").read().strip())
session.headers["Host"] = os.environ["DOMAIN"]


def call(method, path, **arguments):
    answer = session.request(method, SERVER + path, **arguments)
    if not answer.ok:
        sys.exit(f"error: {method} {path}: {answer.status_code} {answer.text}")
    body = answer.json()
    return finished(body["task"]) if answer.status_code == 202 else body


def finished(task):
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        state = call("GET", task)
        if state["state"] == "completed":
            return state
        if state["state"] in ("failed", "canceled", "skipped"):
            sys.exit(f"error: the task {state['name']} is {state['state']}: {state.get('error')}")
        time.sleep(0.2)
    sys.exit(f"error: no worker has finished {task} within {PATIENCE} s")


def found(path, name):
    results = call("GET", API + path, params={"name": name})["results"]
    return results[0] if results else None


def folder(name):
    repositories, distributions = "repositories/file/file/", "distributions/file/file/"
    repository = found(repositories, name) or call(
        "POST", API + repositories, json={"name": name, "autopublish": True}
    )
    if not found(distributions, name):
        body = {"name": name, "base_path": name, "repository": repository["pulp_href"]}
        call("POST", API + distributions, json=body)
    return repository["pulp_href"]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    name, path, text = sys.argv[1:]
    call(
        "POST",
        API + "content/file/files/",
        data={"relative_path": path, "repository": folder(name)},
        files={"file": (path, text.encode())},
    )
    print(f"/pulp/content/{name}/{path}")


if __name__ == "__main__":
    main()
