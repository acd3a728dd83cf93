Subject: Fwd: {{SUBJECT}} [{{TICKET}}]

{{DESK_NAME}} forwards you request {{TICKET}}
from {{REQUESTER_NAME}} <{{REQUESTER_ADDRESS}}>.
Replies to this mail come back to the request.

---- Forwarded message ----
Subject: {{SUBJECT}}

{{TEXT}}

{{#REASONS}}
Forwarded because {{REASON}}
{{/REASONS}}
