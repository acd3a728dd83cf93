Subject: Closed: {{SUBJECT}} [{{TICKET}}]

Hello{{#REQUESTER_NAME}} {{REQUESTER_NAME}}{{/REQUESTER_NAME}},

your request {{TICKET}} is closed.

If it is not solved, reply to this mail and it is open again.

{{DESK_NAME}}
