"""What people learn with: tools, their versions and rights, printed copies, the pool of unions, kits and who adopted them.

Never knows which training, exhibition or campaign uses a tool (they register what they use), nor how money comes in.
"""
