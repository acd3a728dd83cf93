Subject: Held for you: {{SUBJECT}}

A mail from {{REQUESTER_NAME}} <{{REQUESTER_ADDRESS}}> is held until a
person has looked at it. Nothing was answered.

Subject: {{SUBJECT}}
{{#REASONS}}
- {{REASON}}
{{/REASONS}}

{{DESK_NAME}}
