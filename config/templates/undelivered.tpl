Subject: [{{TICKET}}] Not delivered: {{SUBJECT}}

## Reply above this line ##

A mail of request {{TICKET}} did not reach {{REQUESTER_ADDRESS}}.
{{#REASONS}}
- {{REASON}}
{{/REASONS}}

Check the address, or reach the person in another way.

{{DESK_NAME}}
