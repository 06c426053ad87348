import sys
from uuid import uuid4

from client import AuthenticatedClient, Client
from client.api.flows import read_flow, set_password, submit_code
from client.api.registration import register_employee
from client.models import ChosenPassword, Company, EmployeeRegistration, FlowWithToken, LineCounts, OneTimeCode, Problem

base_url, line, email = sys.argv[1:]


def key() -> str:
    return str(uuid4())


company = {"vatNumber": "1", "contracts": [], "lines": {"total": 2, "registered": 1}}
assert Company.from_dict(company).lines == LineCounts(total=2, registered=1)

registration = EmployeeRegistration(line=line, email=email)
started = register_employee.sync(client=Client(base_url=base_url), body=registration, idempotency_key=key())
assert isinstance(started, FlowWithToken), started
print("started", flush=True)
code = sys.stdin.readline().strip()
client = AuthenticatedClient(base_url=base_url, token=started.flow_token)
flow_id = started.flow_id
wrong = submit_code.sync(flow_id, client=client, body=OneTimeCode(code="none"), idempotency_key=key())
assert isinstance(wrong, Problem) and wrong.code == "CODE_INVALID", wrong
submit_code.sync(flow_id, client=client, body=OneTimeCode(code=code), idempotency_key=key())
password = ChosenPassword(password="una frase che nessuno indovina")
done = set_password.sync(flow_id, client=client, body=password, idempotency_key=key())
by_header = AuthenticatedClient(base_url=base_url, token=started.flow_token, prefix="", auth_header_name="Flow-Token")
read = read_flow.sync(flow_id, client=by_header)
print(done.status, read.status, flush=True)
